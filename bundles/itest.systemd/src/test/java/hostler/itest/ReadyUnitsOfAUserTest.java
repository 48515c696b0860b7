package hostler.itest;

/** For an agent that is not root: of its own manager. */
class ReadyUnitsOfAUserTest extends ReadyUnitsContract {
    @Override
    UnitManager manager() throws Exception {
        return UnitManager.ofAUser();
    }
}
