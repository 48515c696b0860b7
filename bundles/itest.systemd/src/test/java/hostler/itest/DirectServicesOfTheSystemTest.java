package hostler.itest;

class DirectServicesOfTheSystemTest extends DirectServicesContract {
    @Override
    UnitManager manager() {
        return UnitManager.system();
    }
}
