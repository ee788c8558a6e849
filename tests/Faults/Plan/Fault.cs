using System.Globalization;

namespace CheckIn.Faults.Plan;

/// <summary>One fault of the plan.</summary>
/// <param name="At">When, from the beginning of the run; later when its target is busy with the one before.</param>
/// <param name="Kind">What.</param>
/// <param name="Gate">Of which gate, from 0; -1 = none's.</param>
/// <param name="Lasts">How long it lasts, or how long the killed stays dead.</param>
/// <param name="Dice">At least 0, less than 1: what else there is to choose.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, int Gate, TimeSpan Lasts, double Dice)
{
    internal bool IsOfHub => Kind.ToString().StartsWith("Hub", StringComparison.Ordinal);

    internal bool IsOfLink => Kind.ToString().StartsWith("Link", StringComparison.Ordinal);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At.TotalSeconds:000.000} {Kind} gate {Gate} {Lasts.TotalMilliseconds:0} ms {Dice:0.0000}");
}
