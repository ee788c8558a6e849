namespace CheckIn.Contract;

/// <summary>Names of an event of kind <c>operation</c>, whose body is <c>{name, by, result}</c>. Stable words.</summary>
public static class OperationWords
{
    /// <summary>The gate began; result = its version.</summary>
    public const string Started = "started";
    /// <summary>The gate ended; result = <c>clean</c>.</summary>
    public const string Stopped = "stopped";
    /// <summary>Somebody asked to be let out with the button; by <c>button</c>, result <c>opened</c>.</summary>
    public const string RequestToExit = "request_to_exit";
    /// <summary>A technician tried lamps, relays or sensors.</summary>
    public const string SelfTest = "self_test";
    /// <summary>The settings in force differ from those of the run before.</summary>
    public const string SettingsChanged = "settings_changed";
    /// <summary>A technician began to work at the gate.</summary>
    public const string ServiceEntered = "service_entered";
    /// <summary>A technician has ended.</summary>
    public const string ServiceLeft = "service_left";
    /// <summary>A new version of the gate's program was healthy on trial and stays; result = version and release.</summary>
    public const string UpdateConfirmed = "update_confirmed";
    /// <summary>A new version was not, and the one before goes on; result = version, release, and why.</summary>
    public const string UpdateRolledBack = "update_rolled_back";
    /// <summary>A new version was not taken; result = version, release, and why.</summary>
    public const string UpdateRefused = "update_refused";
    /// <summary>A command of the hub was begun; by <c>hub</c>, result = <c>NAME ID</c>. Its row comes before it is done.</summary>
    public const string Command = "command";
    /// <summary>A mode came into force in this lane; by <c>hub</c>, result = <c>MODE ID</c>.</summary>
    public const string ModeBegun = "mode_begun";
    /// <summary>It is over there; result = <c>MODE ID</c>.</summary>
    public const string ModeEnded = "mode_ended";
    /// <summary>The hub's settings were tried and taken back, or refused; result = version and why.</summary>
    public const string SettingsReverted = "settings_reverted";
}
