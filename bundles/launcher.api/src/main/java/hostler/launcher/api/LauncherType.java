package hostler.launcher.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The {@code startup.method} a launcher serves: the service property {@code hostler.launcher.type},
 * and a capability, so that a run descriptor can require "a direct launcher" instead of a bundle's
 * name.
 */
@ComponentPropertyType
@Capability(namespace = "hostler.launcher", name = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface LauncherType {
    String PREFIX_ = "hostler.";

    /** Name of the service property. */
    String PROPERTY = "hostler.launcher.type";

    String value();
}
