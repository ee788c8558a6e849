using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Lanes;

/// <summary>A pin that a setting names.</summary>
/// <param name="Key">The setting, such as <c>Lanes:0:Turnstile:RelayPin</c>.</param>
/// <param name="Owner">The lane's name, or <c>gate</c>.</param>
/// <param name="Part">The setting without the lane.</param>
/// <param name="Pin">Line offset on the chip.</param>
/// <param name="Shared">The turnstile that lanes have in common, within which a pin may be named by each; null: by nobody else.</param>
/// <param name="Wiring">How it is connected, in words; the same wherever it is named.</param>
internal sealed record PinUse(string Key, string Owner, string Part, int Pin, string? Shared, string Wiring)
{
    /// <summary>Every pin that is wired, in the order of the settings.</summary>
    internal static IReadOnlyList<PinUse> Of(LanesOptions options)
    {
        var uses = options.Lanes.SelectMany(Of).ToList();
        foreach (var (part, input) in new[]
        {
            ("Emergency", options.Inputs.Emergency), ("Tamper", options.Inputs.Tamper), ("Mains", options.Inputs.Mains),
            ("Duress", options.Inputs.Duress),
        })
        {
            uses.Add(new PinUse($"Inputs:{part}:Pin", EventStamp.WholeGate, $"Inputs:{part}:Pin", input.Pin, null, WordsOf(input)));
        }
        return [.. uses.Where(use => use.Pin >= 0)];
    }

    private static IEnumerable<PinUse> Of(LaneOptions lane, int number)
    {
        var (turnstile, lamps) = (lane.Turnstile, lane.Indicator);
        yield return Use("Turnstile:RelayPin", turnstile.RelayPin, turnstile.Shared, turnstile.Polarity.ToString());
        yield return Use("Indicator:GreenPin", lamps.GreenPin, null, "");
        yield return Use("Indicator:RedPin", lamps.RedPin, null, "");
        yield return Use("Indicator:BuzzerPin", lamps.BuzzerPin, null, "");
        yield return Input("Passage", turnstile.Passage);
        yield return Input("Door", turnstile.Door);
        yield return Input("ExitButton", turnstile.ExitButton);
        yield return Input("LongerOpening", turnstile.LongerOpening);

        PinUse Input(string part, InputOptions input) => Use($"Turnstile:{part}:Pin", input.Pin, turnstile.Shared, WordsOf(input));

        PinUse Use(string part, int pin, string? shared, string wiring) =>
            new($"Lanes:{number}:{part}", lane.Name, part, pin, shared, wiring);
    }

    private static string WordsOf(InputOptions input) => $"{input.Polarity}, {input.Bias}, {input.Debounce}";
}
