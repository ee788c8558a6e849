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
}
