package hostler.logs.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The {@code startup.method} whose logs a backend keeps ("direct", "systemd"): the service property
 * {@code hostler.log.backend.type} and a capability.
 */
@ComponentPropertyType
@Capability(namespace = "hostler.logs", name = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface LogBackendType {
    String PREFIX_ = "hostler.";

    /** Name of the service property. */
    String PROPERTY = "hostler.log.backend.type";

    String value();
}
