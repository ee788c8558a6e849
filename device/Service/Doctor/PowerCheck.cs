using CheckIn.Gate.Health;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>Supply, heat and speed, by the board's own word.</summary>
internal sealed class PowerCheck : QuickCheck
{
    internal const string Name = "power";

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var (words, board) = (examination.Words, examination.Board.Read());
        var limit = examination.Section<HealthOptions>("Health").TooHot;
        var found = new List<string>();
        if (examination.Board.Model is { Length: > 0 } model)
            found.Add(model);
        if (board.TemperatureC is { } degrees)
            found.Add(examination.Units.Decimal(degrees) + " °C");
        if (board.UnderVoltage is { } weak)
            found.Add(weak ? words.SupplyWeak : words.SupplyGood);
        if (board.Throttled is { } slowed)
            found.Add(slowed ? words.Throttled : words.FullSpeed);
        var advice = board.UnderVoltage == true ? words.SupplyWeakDo
            : board.TemperatureC >= limit ? Examination.Say(words.TooHotDo, limit)
            : board.Throttled == true ? words.ThrottledDo : null;
        var isKnown = board is not { TemperatureC: null, UnderVoltage: null, Throttled: null };
        yield return isKnown
            ? new(Name, board.UnderVoltage == true ? CheckState.Wrong : advice is null ? CheckState.Good : CheckState.Look,
                string.Join("; ", found), advice)
            : new(Name, CheckState.Skipped, words.PowerUnknown);
    }
}
