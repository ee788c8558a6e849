using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Gpio.Commands;

/// <summary>A chip with its lines.</summary>
internal sealed record SeenChip(string Path, string Label, IReadOnlyList<GpioLine> Lines);

/// <summary>What is wrong with a pin that the settings name.</summary>
internal enum PinFault
{
    None,
    /// <summary>The chip has no such line.</summary>
    Missing,
    /// <summary>Another program, or the kernel, has it.</summary>
    Busy,
}

/// <summary>A pin that the settings name, and what is wrong with it.</summary>
internal sealed record SeenUse(PinUse Use, GpioLine? Line, PinFault Fault);

/// <summary>
/// What <c>checkin-gate pins</c> found: values only. The gate's own lines have consumers that begin with its name, so that a gate
/// that runs meanwhile is no fault.
/// </summary>
/// <param name="Setting">Gpio:Chip.</param>
/// <param name="Chips">Chips that could be looked at.</param>
/// <param name="Closed">Why another one could not; null: none.</param>
/// <param name="Chosen">The chip that the setting means; null: none for certain.</param>
/// <param name="Uses">Pins that the settings name.</param>
internal sealed record PinsReport(
    string Setting, IReadOnlyList<SeenChip> Chips, string? Closed, SeenChip? Chosen, IReadOnlyList<SeenUse> Uses)
{
    internal const string Own = "checkin ";

    internal bool IsWell => Chosen is not null && Uses.All(use => use.Fault == PinFault.None);

    internal static PinsReport Of(string setting, IReadOnlyList<SeenChip> chips, string? closed, IReadOnlyList<PinUse> uses)
    {
        var path = setting.StartsWith('/')
            ? setting
            : GpioChips.Choose(setting, [.. chips.Select(chip => new FoundChip(chip.Path, chip.Label, chip.Lines.Count))]);
        var chosen = chips.FirstOrDefault(chip => chip.Path == path);
        return new PinsReport(setting, chips, closed, chosen, [.. uses.Select(use => Seen(use, chosen))]);
    }

    /// <summary>Lines of the chosen chip that nobody uses and no setting names.</summary>
    internal IEnumerable<GpioLine> Free =>
        Chosen?.Lines.Where(line => !line.IsUsed && Uses.All(use => use.Use.Pin != line.Pin)) ?? [];

    private static SeenUse Seen(PinUse use, SeenChip? chip)
    {
        if (chip is null)
            return new SeenUse(use, null, PinFault.None);
        var line = chip.Lines.FirstOrDefault(line => line.Pin == use.Pin);
        var fault = line is null ? PinFault.Missing
            : line.IsUsed && !line.Consumer.StartsWith(Own, StringComparison.Ordinal) ? PinFault.Busy
            : PinFault.None;
        return new SeenUse(use, line, fault);
    }
}
