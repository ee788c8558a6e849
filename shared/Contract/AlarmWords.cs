namespace CheckIn.Contract;

/// <summary>
/// Names of alarms of doors, inputs and parts. Each is raised once (<c>cleared</c> false, <c>value</c> 1 unless said otherwise)
/// and cleared once (<c>cleared</c> true, <c>value</c> = whole seconds for which it stood). Stable words.
/// </summary>
public static class AlarmWords
{
    /// <summary>A door opened though nobody was admitted. On the lane.</summary>
    public const string DoorForced = "door_forced";
    /// <summary>A door stands open for too long. On the lane.</summary>
    public const string DoorHeldOpen = "door_held_open";
    /// <summary>Somebody passed though nobody was admitted; cleared after a minute without another. On the lane.</summary>
    public const string PassageForced = "passage_forced";
    /// <summary>The gate's case was opened, or a cable cut.</summary>
    public const string Tamper = "tamper";
    /// <summary>Every way is held open.</summary>
    public const string Emergency = "emergency";
    /// <summary>The mains have failed; the gate runs on its battery.</summary>
    public const string MainsLost = "mains_lost";
    /// <summary>Somebody acts under threat. Neither lamp nor buzzer shows it.</summary>
    public const string Duress = "duress";
    /// <summary>The gate has no connection to its hub.</summary>
    public const string HubLost = "hub_lost";
    /// <summary>A scanner is gone. On the lane.</summary>
    public const string ScannerLost = "scanner_lost";
    /// <summary>The guard of the relays is gone; no admission opens meanwhile.</summary>
    public const string GuardLost = "guard_lost";
    /// <summary>Another machine bears this gate's key: it took the gate's place at the hub while the gate was connected.</summary>
    public const string IdentityCopied = "identity_copied";
    /// <summary>A guard at the gate has locked it, or one of its lanes; nobody is let in there by a code.</summary>
    public const string LockedByGuard = "locked_by_guard";
    /// <summary>Too many wrong PINs were typed at the gate's screen, which takes none for a while.</summary>
    public const string PinsRefused = "pins_refused";
    /// <summary>Events other than decisions that could not be kept until the journal worked again; value = how many. Never cleared.</summary>
    public const string EventsUnrecorded = "events_unrecorded";
}
