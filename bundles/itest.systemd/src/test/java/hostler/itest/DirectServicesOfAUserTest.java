package hostler.itest;

/** For an agent that is not root. */
class DirectServicesOfAUserTest extends DirectServicesContract {
    @Override
    UnitManager manager() throws Exception {
        return UnitManager.ofAUser();
    }
}
