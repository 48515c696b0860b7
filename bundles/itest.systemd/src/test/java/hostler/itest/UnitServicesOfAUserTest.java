package hostler.itest;

/** For an agent that is not root: of its own manager. */
class UnitServicesOfAUserTest extends UnitServicesContract {
    @Override
    UnitManager manager() throws Exception {
        return UnitManager.ofAUser();
    }
}
