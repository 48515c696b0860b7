package hostler.registrar.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Where a registrar registers: the service property {@code hostler.registrar.type} and a
 * capability, so that a run descriptor can require "registration in etcd" instead of a bundle's
 * name, and {@code hostler plugins} shows it.
 */
@ComponentPropertyType
@Capability(namespace = "hostler.registrar", name = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RegistrarType {
    String PREFIX_ = "hostler.";

    String value();
}
