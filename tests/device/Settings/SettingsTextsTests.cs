using CheckIn.Gate.Lanes;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Tests.Settings;

public class SettingsTextsTests
{
    /// <summary>The binder leaves such a lane out without a word.</summary>
    [Fact]
    public void A_slip_in_the_second_lane_does_not_start_a_gate_with_one()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Bind<LanesOptions>("", new()
        {
            ["Lanes:0:Name"] = "vao",
            ["Lanes:1:Name"] = "ra",
            ["Lanes:1:Turnstile:Pulse"] = "0.5s",
        }));
        Assert.Equal(
            ["Lanes:1:Turnstile:Pulse is '0.5s'; allowed: a duration as [days.]hh:mm:ss[.fffffff], 00:00:00.0200000 to 00:00:10."],
            refused.Failures);
    }

    [Fact]
    public void Every_wrong_text_is_named_with_its_value_and_what_is_allowed()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Bind<LanesOptions>("", new()
        {
            ["Lanes:0:Direction"] = "Up",
            ["Lanes:0:Turnstile:Polarity"] = "ActiveLo",
            ["Lanes:0:Turnstile:RelayPin"] = "GPIO17",
            ["Lanes:0:WhenJournalFails"] = "",
            ["Lanes:1"] = "ra",
        }));
        Assert.Equal(
            [
                "Lanes:0:Direction is 'Up'; allowed: In, Out.",
                "Lanes:0:Turnstile:RelayPin is 'GPIO17'; allowed: a whole number, -1 to 511.",
                "Lanes:0:Turnstile:Polarity is 'ActiveLo'; allowed: ActiveHigh, ActiveLow.",
                "Lanes:0:WhenJournalFails is ''; allowed: RefuseEntry, AdmitAndAlarm.",
                "Lanes:1 is 'ra'; allowed: a section of its own.",
            ],
            refused.Failures);
    }

    [Fact]
    public void What_is_well_written_is_bound()
    {
        var lanes = Bind<LanesOptions>("", new()
        {
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Direction"] = "out",
            ["Lanes:0:Scanner:Device"] = "/dev/ttyACM0",
            ["Lanes:0:Turnstile:Pulse"] = "00:00:00.3",
        }).Lanes;
        Assert.Equal(
            ("vao", Contract.Direction.Out, TimeSpan.FromMilliseconds(300)),
            (lanes[0].Name, lanes[0].Direction, lanes[0].Turnstile.Pulse));
        Assert.Equal(new Uri("mqtt://[::1]:1883"), Bind<UplinkOptions>("Uplink", new() { ["Uplink:Hub"] = "mqtt://[::1]:1883" }).Hub);
    }

    private static T Bind<T>(string section, Dictionary<string, string?> texts) where T : class
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(texts).Build();
        using var services = new ServiceCollection().AddSettings<T>(configuration, section).BuildServiceProvider();
        return services.GetRequiredService<IOptions<T>>().Value;
    }
}
