package hostler.configs;

/** The steps of a change, each of which may be the last one the process takes. */
enum Step {
    /** What was found on the disk is a version of the history. */
    FOUND_RECORDED,
    /** All contents, old and new, are kept durably beside the record. */
    CONTENTS_KEPT,
    /** What is about to happen is on record; from here on it is finished or undone. */
    INTENT_WRITTEN,
    /** One more file is the new one. */
    FILE_REPLACED,
    /** It is on record that the service is about to be told. */
    EFFECT_NOTED,
    /** The service has been told. */
    EFFECT_GIVEN,
    /** The service works with it. */
    PROVEN,
    /** The new version is in the history: the change is in force. */
    VERSION_WRITTEN,
    /** It is on record that the content is not to be tried again. */
    REFUSAL_NOTED,
    /** One more file is the old one again. */
    FILE_PUT_BACK,
    /** The service has been told that everything is as before. */
    UNDO_TOLD,
    /** Nothing is on record any more as being under way. */
    INTENT_REMOVED,
    /** What the history does not keep is gone. */
    PRUNED
}
