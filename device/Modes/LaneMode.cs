using CheckIn.Contract;

namespace CheckIn.Gate.Modes;

/// <summary>How a lane is to be, from the weakest to the strongest.</summary>
internal enum LaneMode
{
    /// <summary>As its rules have it.</summary>
    Normal,
    /// <summary>Whoever shows any code is let through.</summary>
    FreePassage,
    /// <summary>Its turnstile stays open.</summary>
    HoldOpen,
    /// <summary>Nobody is let in by a code.</summary>
    Lockdown,
}

/// <summary>The contract's words for it (<see cref="ModeWords"/>).</summary>
internal static class LaneModes
{
    internal static string Word(this LaneMode mode) => mode switch
    {
        LaneMode.Lockdown => ModeWords.Lockdown,
        LaneMode.HoldOpen => ModeWords.HoldOpen,
        LaneMode.FreePassage => ModeWords.FreePassage,
        _ => ModeWords.Normal,
    };

    /// <summary>Null = none that can be ordered.</summary>
    internal static LaneMode? Find(string word) => word switch
    {
        ModeWords.Lockdown => LaneMode.Lockdown,
        ModeWords.HoldOpen => LaneMode.HoldOpen,
        ModeWords.FreePassage => LaneMode.FreePassage,
        _ => null,
    };
}
