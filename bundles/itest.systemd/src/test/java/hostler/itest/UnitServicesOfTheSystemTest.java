package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.State;
import hostler.systemd.testkit.Bed;
import org.junit.jupiter.api.Test;

class UnitServicesOfTheSystemTest extends UnitServicesContract {
    private static final int LAST = MANY - 1;

    @Override
    UnitManager manager() {
        return UnitManager.system();
    }

    /** In a mount namespace of the agent's own the socket can be taken away from it alone. */
    private void inTheAgentsMounts(String... command) throws Exception {
        String[] enter = {"nsenter", "-t", Integer.toString(agent.pid()), "-m"};
        String[] all = new String[enter.length + command.length];
        System.arraycopy(enter, 0, all, 0, enter.length);
        System.arraycopy(command, 0, all, enter.length, command.length);
        Bed.run(all);
    }

    @Test
    void whatHappensWhileTheBusIsCutIsKnownWhenItIsBack() throws Exception {
        agent.with("PrivateMounts=yes").kill().awaitRunning(MANY);
        Identity victim = agent.identities().get(name(LAST));
        inTheAgentsMounts("mount", "-t", "tmpfs", "tmpfs", "/run/systemd");
        // It ends the connections there are.
        manager.systemctl("daemon-reexec");

        victim.kill();
        agent.await(
                "the unit has ended",
                () ->
                        !manager.property(name(LAST) + ".service", "MainPID")
                                .equals("" + victim.pid()));
        assertThat(agent.answers()).isTrue();
        assertThat(agent.service(name(LAST)).orElseThrow().getPid()).isEqualTo(victim.pid());
        inTheAgentsMounts("umount", "/run/systemd");

        assertThat(
                        agent.awaitService(
                                        name(LAST),
                                        service ->
                                                service.getState() == State.STATE_RUNNING
                                                        && service.getPid() != victim.pid())
                                .getLastExit())
                .contains("killed by signal 9");
        agent.awaitRunning(MANY);
    }
}
