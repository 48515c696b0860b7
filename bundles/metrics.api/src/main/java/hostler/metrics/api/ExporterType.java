package hostler.metrics.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Whom an exporter brings figures to: the service property {@code hostler.metrics.type} and a
 * capability, so that a run descriptor can require "figures for Prometheus" instead of a bundle's
 * name, and {@code hostler plugins} shows it.
 */
@ComponentPropertyType
@Capability(namespace = "hostler.metrics", name = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ExporterType {
    String PREFIX_ = "hostler.";

    String value();
}
