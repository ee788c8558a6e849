namespace CheckIn.Gate.Turnstile;

/// <summary>What a lane's lamps and buzzer can say. What stands further down goes before what stands further up.</summary>
internal enum Signal
{
    Idle,
    /// <summary>The gate has no identity yet and waits for somebody to enrol it.</summary>
    Unenrolled,
    /// <summary>It is being enrolled.</summary>
    Enrolling,
    /// <summary>By an order whoever shows any code is let through.</summary>
    FreePassage,
    /// <summary>By an order the turnstile stays open.</summary>
    KeptOpen,
    /// <summary>By an order nobody is let in.</summary>
    LockedDown,
    /// <summary>The lane does not work: its scanner, its relay's guard or its journal.</summary>
    OutOfOrder,
    /// <summary>A door has been open for too long.</summary>
    HeldOpen,
    /// <summary>Somebody looks for this gate.</summary>
    Identify,
    Refused,
    /// <summary>Admitted, but somebody comes the other way first.</summary>
    Wait,
    Admitted,
    /// <summary>Admitted, with more time.</summary>
    AdmittedLonger,
    /// <summary>The code was no good, or the hub was not reached; the log says which.</summary>
    EnrolmentFailed,
    /// <summary>The gate has its identity and goes into service.</summary>
    Enrolled,
    /// <summary>Everything is open.</summary>
    Emergency,
}

/// <summary>
/// The rhythm of each signal. They differ by rhythm alone, so that whoever cannot tell red from green, or cannot see,
/// understands them: steady and one tone = go; three quick ones = no; slow = wait.
/// </summary>
internal static class Signals
{
    internal static Pattern PatternOf(Signal signal) => signal switch
    {
        Signal.Unenrolled => Unenrolled,
        Signal.Enrolling => Enrolling,
        Signal.FreePassage => FreePassage,
        Signal.KeptOpen => KeptOpen,
        Signal.LockedDown => LockedDown,
        Signal.OutOfOrder => OutOfOrder,
        Signal.HeldOpen => HeldOpen,
        Signal.Identify => Identify,
        Signal.Refused => Refused,
        Signal.Wait => Wait,
        Signal.Admitted => Admitted,
        Signal.AdmittedLonger => AdmittedLonger,
        Signal.EnrolmentFailed => EnrolmentFailed,
        Signal.Enrolled => Enrolled,
        Signal.Emergency => Emergency,
        // Nothing blinks at people who do not want anything; that the gate lives is the hub's to know.
        _ => Pattern.Dark,
    };

    private static readonly Pattern Unenrolled = new(Rhythm.Of(1500, 1500), Rhythm.Dark, Rhythm.Dark);
    private static readonly Pattern Enrolling = new(Rhythm.Of(50, 200), Rhythm.Dark, Rhythm.Of(30, 970));
    private static readonly Pattern FreePassage = new(Rhythm.Of(400, 1200), Rhythm.Dark, Rhythm.Dark);
    private static readonly Pattern KeptOpen = new(Rhythm.Of(1900, 100), Rhythm.Dark, Rhythm.Dark);
    private static readonly Pattern LockedDown = new(Rhythm.Dark, Rhythm.Of(300, 900), Rhythm.Dark);
    private static readonly Pattern OutOfOrder = new(Rhythm.Dark, Rhythm.Of(100, 1900), Rhythm.Dark);
    private static readonly Pattern HeldOpen = new(Rhythm.Dark, Rhythm.Of(500, 500), Rhythm.Of(500, 500));
    private static readonly Pattern Identify = new(Rhythm.Of(150, 150), Rhythm.Dark, Rhythm.Of(150, 750));
    private static readonly Pattern Refused = new(Rhythm.Dark, Rhythm.Of(200, 100), Rhythm.Of(100, 100, 3));
    private static readonly Pattern Wait = new(Rhythm.Of(100, 900), Rhythm.Dark, Rhythm.Of(50, 950));
    private static readonly Pattern Admitted = new(Rhythm.Steady, Rhythm.Dark, Rhythm.Of(200, 50, 1));
    private static readonly Pattern AdmittedLonger = new(Rhythm.Of(800, 200), Rhythm.Dark, Rhythm.Of(100, 400));
    private static readonly Pattern EnrolmentFailed = new(Rhythm.Dark, Rhythm.Of(1200, 300), Rhythm.Of(700, 300, 3));
    private static readonly Pattern Enrolled = new(Rhythm.Of(400, 100), Rhythm.Dark, Rhythm.Of(400, 100, 2));
    private static readonly Pattern Emergency = new(Rhythm.Of(250, 250), Rhythm.Dark, Rhythm.Of(1000, 1000));
}
