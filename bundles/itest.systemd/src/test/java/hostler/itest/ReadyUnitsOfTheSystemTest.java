package hostler.itest;

class ReadyUnitsOfTheSystemTest extends ReadyUnitsContract {
    @Override
    UnitManager manager() {
        return UnitManager.system();
    }
}
