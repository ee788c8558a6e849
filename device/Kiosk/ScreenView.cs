using CheckIn.Contract;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Kiosk;

/// <summary>What a lane's screen shows. Each has a colour, a shape and words of its own.</summary>
internal enum ScreenKind
{
    /// <summary>Nobody is there: show your code.</summary>
    Idle,
    /// <summary>A code is before the camera and cannot be read yet.</summary>
    Reading,
    Admitted,
    /// <summary>Admitted, but somebody comes the other way first.</summary>
    Wait,
    Refused,
    /// <summary>By an order whoever shows any code is let through.</summary>
    FreePassage,
    /// <summary>By an order the turnstile stays open.</summary>
    KeptOpen,
    LockedDown,
    /// <summary>A door has been open for too long.</summary>
    HeldOpen,
    /// <summary>The lane reads or opens nothing.</summary>
    OutOfOrder,
    Emergency,
}

/// <summary>What a lane's screen shows at a moment.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reason">Of an answer to a code one of <see cref="Reasons"/>; else null.</param>
/// <param name="Name">Abbreviated name of who was admitted; null = none is shown.</param>
internal sealed record ScreenView(ScreenKind Kind, string? Reason = null, string? Name = null)
{
    /// <summary>What is to be shown.</summary>
    /// <param name="answer">The last answer to a code, while it is to be shown; null = none is.</param>
    /// <param name="signal">What the lane's lamps show.</param>
    /// <param name="reads">Whether the scanner is there.</param>
    /// <param name="tries">Whether a code is before the camera that cannot be read yet.</param>
    internal static ScreenView Of(ScreenView? answer, Signal signal, bool reads, bool tries)
    {
        if (signal == Signal.Emergency)
            return new(ScreenKind.Emergency);
        if (answer is not null)
            return Answered(answer, signal);
        return Lasting(signal) is { } kind ? new(kind)
            : !reads ? new(ScreenKind.OutOfOrder)
            : tries ? new(ScreenKind.Reading) : new(ScreenKind.Idle);
    }

    /// <summary>The turnstile may know better than the decision: it waits for somebody, or does not open.</summary>
    private static ScreenView Answered(ScreenView answer, Signal signal) => (answer.Kind, signal) switch
    {
        (ScreenKind.Admitted, Signal.Wait) => answer with { Kind = ScreenKind.Wait },
        (ScreenKind.Admitted, Signal.Refused) => new(ScreenKind.Refused, Reasons.TurnstileFailed),
        _ => answer,
    };

    /// <summary>What is shown of the lamps' signal where no code was answered; null = nothing is the matter.</summary>
    private static ScreenKind? Lasting(Signal signal) => signal switch
    {
        // Opened without a code: the button inside, the hub, a guard.
        Signal.Admitted or Signal.AdmittedLonger => ScreenKind.Admitted,
        Signal.Wait => ScreenKind.Wait,
        Signal.FreePassage => ScreenKind.FreePassage,
        Signal.KeptOpen => ScreenKind.KeptOpen,
        Signal.LockedDown => ScreenKind.LockedDown,
        Signal.HeldOpen => ScreenKind.HeldOpen,
        Signal.OutOfOrder => ScreenKind.OutOfOrder,
        _ => null,
    };
}
