package hostler.health.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The {@code healthcheck.type} a checker serves: the service property {@code
 * hostler.health.checker.type} and a capability, so that a run descriptor can require "a tcp
 * checker" instead of a bundle's name.
 */
@ComponentPropertyType
@Capability(namespace = "hostler.health", name = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CheckerType {
    String PREFIX_ = "hostler.health.";

    /** Name of the service property: derived from the class name and PREFIX_. */
    String PROPERTY = "hostler.health.checker.type";

    String value();
}
