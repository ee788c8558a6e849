namespace CheckIn.Gate.Turnstile;

/// <summary>What a lane's lamps and buzzer can say. What stands further down goes before what stands further up.</summary>
internal enum Signal
{
    Idle,
    /// <summary>The lane does not work: its scanner, its relay's guard or its journal.</summary>
    OutOfOrder,
    /// <summary>A door has been open for too long.</summary>
    HeldOpen,
    Refused,
    /// <summary>Admitted, but somebody comes the other way first.</summary>
    Wait,
    Admitted,
    /// <summary>Admitted, with more time.</summary>
    AdmittedLonger,
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
        Signal.OutOfOrder => OutOfOrder,
        Signal.HeldOpen => HeldOpen,
        Signal.Refused => Refused,
        Signal.Wait => Wait,
        Signal.Admitted => Admitted,
        Signal.AdmittedLonger => AdmittedLonger,
        Signal.Emergency => Emergency,
        // Nothing blinks at people who do not want anything; that the gate lives is the hub's to know.
        _ => Pattern.Dark,
    };

    private static readonly Pattern OutOfOrder = new(Rhythm.Dark, Rhythm.Of(100, 1900), Rhythm.Dark);
    private static readonly Pattern HeldOpen = new(Rhythm.Dark, Rhythm.Of(500, 500), Rhythm.Of(500, 500));
    private static readonly Pattern Refused = new(Rhythm.Dark, Rhythm.Of(200, 100), Rhythm.Of(100, 100, 3));
    private static readonly Pattern Wait = new(Rhythm.Of(100, 900), Rhythm.Dark, Rhythm.Of(50, 950));
    private static readonly Pattern Admitted = new(Rhythm.Steady, Rhythm.Dark, Rhythm.Of(200, 50, 1));
    private static readonly Pattern AdmittedLonger = new(Rhythm.Of(800, 200), Rhythm.Dark, Rhythm.Of(100, 400));
    private static readonly Pattern Emergency = new(Rhythm.Of(250, 250), Rhythm.Dark, Rhythm.Of(1000, 1000));
}
