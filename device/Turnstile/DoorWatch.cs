namespace CheckIn.Gate.Turnstile;

/// <summary>What a door contact's alarms are to become.</summary>
[Flags]
internal enum DoorAlarms { None = 0, Forced = 1, HeldOpen = 2 }

/// <summary>
/// What is wrong with a door, from its contact: values in, a value out, no clock. A door may open while somebody is
/// admitted and for as long as he has to pass; opening at any other time is forced, and stays so until it closes. One
/// that stands open too long is held open. A forced door is not called held open as well: one cause, one alarm. In an
/// emergency every door may stand open; what is still open afterwards has its time from then on.
/// </summary>
/// <param name="HeldOpenAfterNs">How long it may stand open.</param>
internal readonly record struct DoorWatch(long HeldOpenAfterNs)
{
    internal bool IsOpen { get; private init; }

    internal DoorAlarms Alarms { get; private init; }

    private long SinceNs { get; init; }

    private long MayOpenUntilNs { get; init; }

    private bool IsHeld { get; init; }

    /// <summary>When <see cref="At"/> has something to do; <see cref="long.MaxValue"/> = never.</summary>
    internal long DueNs => IsOpen && !IsHeld && Alarms == DoorAlarms.None ? SinceNs + HeldOpenAfterNs : long.MaxValue;

    /// <summary>How it is found at the start; who opened it nobody knows.</summary>
    internal DoorWatch Found(bool open, long nowNs) => this with { IsOpen = open, SinceNs = nowNs };

    /// <summary>Somebody was admitted.</summary>
    internal DoorWatch MayOpen(long untilNs) => this with { MayOpenUntilNs = Math.Max(MayOpenUntilNs, untilNs) };

    internal DoorWatch Opened(long atNs) => IsOpen ? At(atNs) : this with
    {
        IsOpen = true,
        SinceNs = atNs,
        Alarms = IsHeld || atNs <= MayOpenUntilNs ? DoorAlarms.None : DoorAlarms.Forced,
    };

    internal DoorWatch Closed() => this with { IsOpen = false, Alarms = DoorAlarms.None };

    /// <summary>Time has passed.</summary>
    internal DoorWatch At(long nowNs) => nowNs >= DueNs ? this with { Alarms = DoorAlarms.HeldOpen } : this;

    internal DoorWatch Hold() => this with { IsHeld = true, Alarms = DoorAlarms.None };

    internal DoorWatch EndHold(long nowNs) => this with { IsHeld = false, SinceNs = nowNs };
}
