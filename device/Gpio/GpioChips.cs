namespace CheckIn.Gate.Gpio;

/// <summary>
/// Which chip is meant. Device numbers differ between models of the Raspberry Pi, and between two boots where chips are
/// plugged in by USB; a chip's label does not. A setting is a device's path, a label, or <c>auto</c>: the chip of the
/// header of a known model, or else the only one there is. Nothing is guessed beyond that.
/// </summary>
internal static class GpioChips
{
    internal const string Auto = "auto";

    /// <summary>The chip of the 40-pin header: models 1 to 3 and Zero, 4, 5.</summary>
    internal static readonly IReadOnlyList<string> HeaderLabels = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"];

    /// <summary>Opens the chip that the setting names.</summary>
    /// <exception cref="GpioException">There is none, there are several, or it cannot be opened.</exception>
    internal static GpioChip Open(string setting)
    {
        if (setting.StartsWith('/'))
            return GpioChip.Open(setting);
        var (chips, closed) = Present();
        return Choose(setting, chips) is { } path
            ? GpioChip.Open(path)
            : throw new GpioException($"Gpio:Chip is '{setting}': {WhyNone(setting, chips, closed)}");
    }

    /// <summary>The path of the chip that the setting means; null when that is not certain.</summary>
    internal static string? Choose(string setting, IReadOnlyList<FoundChip> chips)
    {
        if (setting != Auto)
            return Only(chips.Where(chip => chip.Label == setting));
        var headers = HeaderLabels.Select(label => Only(chips.Where(chip => chip.Label == label)));
        return headers.FirstOrDefault(path => path is not null) ?? Only(chips);
    }

    /// <summary>Every chip that can be opened, and the first one that cannot.</summary>
    internal static (IReadOnlyList<FoundChip> Chips, string? Closed) Present()
    {
        var (chips, closed) = (new List<FoundChip>(), (string?)null);
        // A Pi 5 shows its header's chip under a second name as well, a link for programs that expect the old number.
        var paths = Directory.EnumerateFiles("/dev", "gpiochip*").Where(path => File.ResolveLinkTarget(path, false) is null);
        foreach (var path in paths.OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal))
        {
            try
            {
                using var chip = GpioChip.Open(path);
                chips.Add(new FoundChip(path, chip.Label, chip.Lines));
            }
            catch (GpioException e)
            {
                closed ??= e.Message;
            }
        }
        return (chips, closed);
    }

    internal static string WhyNone(string setting, IReadOnlyList<FoundChip> chips, string? closed)
    {
        var there = chips.Count == 0
            ? "this machine shows no chip"
            : "there are " + string.Join(", ", chips.Select(chip => $"{chip.Path} ({chip.Label}, {chip.Lines} lines)"));
        var what = setting == Auto
            ? $"no chip of a known header, and not just one; {there}. Name one by its label or its path."
            : $"not one chip with this label; {there}. Set a label or a path that is there, or {Auto}.";
        return closed is null ? what : $"{what} Another one could not be looked at: {closed}";
    }

    private static string? Only(IEnumerable<FoundChip> chips) =>
        chips.Take(2).ToArray() is [var only] ? only.Path : null;
}

/// <summary>A chip that is there.</summary>
internal sealed record FoundChip(string Path, string Label, int Lines);
