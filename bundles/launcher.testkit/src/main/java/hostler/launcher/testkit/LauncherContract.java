package hostler.launcher.testkit;

/**
 * What every launcher must do, with real processes. A launcher's test implements this interface and
 * supplies the subject; it ends whatever a failed test has left.
 */
public interface LauncherContract
        extends RunningContract,
                SettingsContract,
                EndingContract,
                PausingContract,
                SignallingContract,
                ReloadingContract,
                RecoveryContract,
                KindsContract,
                NotifyContract,
                LogLineContract {}
