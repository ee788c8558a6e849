using CheckIn.Gate.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Settings;

public sealed class SettingsOriginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-origin-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_setting_is_told_with_the_source_that_has_the_last_word()
    {
        var shown = SettingsOrigin.Of(Settings(), withDefaults: false).ToDictionary(static one => one.Key);
        Assert.Equal(("cong-a", SettingSources.Enrolment), Of(shown["Gate:Id"]));
        Assert.Equal(("00:00:00.8", SettingSources.Hub), Of(shown["Lanes:0:Turnstile:Pulse"]));
        Assert.Equal(("in", SettingSources.File), Of(shown["Lanes:0:Direction"]));
        Assert.Equal(("85", SettingSources.CommandLine), Of(shown["Health:TooHot"]));
        Assert.Equal(("/dev/ttyACM0", SettingSources.Scanner), Of(shown["Lanes:0:Scanner:Device"]));
        Assert.DoesNotContain("Lanes:0:Turnstile:MaxPulse", shown.Keys);
    }

    [Fact]
    public void What_nobody_has_said_is_told_with_its_default_for_each_lane_that_there_is()
    {
        var shown = SettingsOrigin.Of(Settings(), withDefaults: true).ToDictionary(static one => one.Key);
        Assert.Equal(("00:00:05", SettingSources.Default), Of(shown["Lanes:0:Turnstile:MaxPulse"]));
        Assert.Equal(("Linux", SettingSources.Default), Of(shown["Gpio:Driver"]));
        Assert.DoesNotContain("Lanes:1:Turnstile:MaxPulse", shown.Keys);
        Assert.Equal(("00:00:00.8", SettingSources.Hub), Of(shown["Lanes:0:Turnstile:Pulse"]));
    }

    [Fact]
    public void A_key_that_means_nothing_and_a_value_that_cannot_be_are_told()
    {
        var shown = SettingsOrigin.Of(
            new ConfigurationBuilder().AddCommandLine(["--Gpio:Colour=red", "--Health:TooHot=hot"]).Build(), withDefaults: false);
        Assert.Equal(["no such setting", "allowed: a whole number, 40 to 110"], shown.Select(static one => one.Problem));
    }

    private IConfigurationRoot Settings()
    {
        File.WriteAllText(Path.Combine(_folder, "appsettings.json"), """{"Lanes":[{"Direction":"in"}],"Health":{"TooHot":70}}""");
        File.WriteAllText(Path.Combine(_folder, "settings.json"), """{"Gate":{"Id":"cong-a"},"Lanes":[{"Name":"vao"}]}""");
        return new ConfigurationBuilder().SetBasePath(_folder).AddJsonFile("appsettings.json")
            .AddJsonFile(Path.Combine(_folder, "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Lanes:0:Turnstile:Pulse"] = "00:00:00.8" })
            .AddEnvironmentVariables("CHECKIN_ORIGIN_TEST_").AddCommandLine(["--Health:TooHot=85"])
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Lanes:0:Scanner:Device"] = "/dev/ttyACM0" }).Build();
    }

    private static (string, string) Of(SettingShown shown) => (shown.Value, shown.Source);
}
