using System.Globalization;
using System.Text.RegularExpressions;

namespace CheckIn.Hub.Rollouts;

/// <summary>
/// How far a rollout goes before it stands and looks: so many gates, or so many per cent of them, all told.
/// </summary>
/// <param name="Gates">Gates, the stages before included; null = per cent.</param>
/// <param name="Percent">Of the rollout's gates, above 0 to 100; null = gates.</param>
public sealed partial record RolloutStage(int? Gates, decimal? Percent)
{
    /// <summary>Stages that a rollout has at most.</summary>
    public const int Most = 20;

    /// <summary>How many of so many gates; at least one.</summary>
    public int Of(int total) => Math.Clamp(
        Gates ?? (int)Math.Ceiling(Percent!.Value * total / 100m), Math.Min(1, total), total);

    /// <summary>Stages as people write them: <c>1,5%,25%,100%</c>.</summary>
    /// <returns>Null = they are none: nothing, too many, or a figure out of its range.</returns>
    public static IReadOnlyList<RolloutStage>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        if (words.Length > Most)
            return null;
        var stages = words.Select(One).OfType<RolloutStage>().ToList();
        return stages.Count == words.Length ? stages : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Gates is { } gates
        ? gates.ToString(CultureInfo.InvariantCulture) : Percent!.Value.ToString("0.####", CultureInfo.InvariantCulture) + "%";

    private static RolloutStage? One(string word)
    {
        if (!Word().IsMatch(word))
            return null;
        return word.EndsWith('%')
            ? decimal.Parse(word.AsSpan(0, word.Length - 1), CultureInfo.InvariantCulture) is > 0 and <= 100 and var percent
                ? new(null, percent) : null
            : int.Parse(word, CultureInfo.InvariantCulture) is > 0 and var gates ? new(gates, null) : null;
    }

    [GeneratedRegex(@"^([0-9]{1,7}|[0-9]{1,3}(\.[0-9]{1,4})?%)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
