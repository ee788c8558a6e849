using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Tests.Turnstile;

public class SignalTests
{
    private static readonly Signal[] Speaking = [.. Enum.GetValues<Signal>().Where(signal => signal != Signal.Idle)];

    [Fact]
    public void No_two_signals_have_the_same_rhythm_whatever_the_colour()
    {
        Assert.Equal(Speaking.Length, Speaking.Select(Lamp).Distinct().Count());
        var heard = Speaking.Select(Buzzer).Where(rhythm => rhythm != Rhythm.Dark).ToList();
        Assert.Equal(heard.Count, heard.Distinct().Count());
    }

    [Fact]
    public void Never_do_both_lamps_burn() => Assert.All(Speaking, signal => Assert.Contains(
        Rhythm.Dark, new[] { Signals.PatternOf(signal).Green, Signals.PatternOf(signal).Red }));

    private static Rhythm Lamp(Signal signal) =>
        Signals.PatternOf(signal) is var pattern && pattern.Green != Rhythm.Dark ? pattern.Green : pattern.Red;

    private static Rhythm Buzzer(Signal signal) => Signals.PatternOf(signal).Buzzer;
}
