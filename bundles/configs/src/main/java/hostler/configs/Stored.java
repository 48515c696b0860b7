package hostler.configs;

import hostler.os.api.ConfinedFile;
import hostler.os.api.FileAttributes;

/** A file that is there, or is to be: what it holds and what belongs to it. */
record Stored(Content content, FileAttributes attributes) {

    static Stored of(ConfinedFile file) {
        return new Stored(Content.of(file.content()), file.attributes());
    }

    ConfinedFile file() {
        return new ConfinedFile(content.bytes(), attributes);
    }
}
