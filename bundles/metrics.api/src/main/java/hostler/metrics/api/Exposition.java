package hostler.metrics.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Writes down the figures of all sources for whoever scrapes them over HTTP. */
@ConsumerType
public interface Exposition {

    /**
     * All figures as they are known now. Called on the scraper's thread, by several at a time; does
     * not block.
     *
     * @param accept what the scraper reads: the value of its Accept header (RFC 9110, 12.5.1);
     *     empty: it has not said
     */
    Page page(String accept);

    /**
     * What a scraper is sent.
     *
     * @param contentType the value of the Content-Type header
     * @param text the body, to be sent in UTF-8
     */
    record Page(String contentType, String text) {}
}
