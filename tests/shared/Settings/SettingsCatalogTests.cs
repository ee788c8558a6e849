using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Shared.Tests.Settings;

public sealed class SettingsCatalogTests
{
    private static readonly SettingsCatalog Catalog = SettingsCatalog.Gate;

    [Theory]
    [InlineData("Lanes:in:Turnstile:Pulse", "Lanes:*:Turnstile:Pulse")]
    [InlineData("lanes:0:turnstile:PULSE", "Lanes:*:Turnstile:Pulse")]
    [InlineData("Lanes:*:Scanner:Camera:Gain", "Lanes:*:Scanner:Camera:Gain")]
    [InlineData("Logging:LogLevel:CheckIn.Gate.Uplink", "Logging:LogLevel:*")]
    [InlineData("Gpio", "Gpio")]
    [InlineData("Lanes:in:Turnstile:Pusle", null)]
    [InlineData("Lanes::Turnstile:Pulse", null)]
    [InlineData("Pulse", null)]
    [InlineData("", null)]
    [InlineData(":", null)]
    public void A_key_is_found_however_it_is_capitalised_and_whichever_lane_it_is_of(string key, string? path) =>
        Assert.Equal(path, Catalog.Find(key)?.Path);

    [Fact]
    public void A_key_without_an_end_is_found_nowhere() =>
        Assert.Null(Catalog.Find("Lanes:" + string.Concat(Enumerable.Repeat("a:", 100_000))));

    [Fact]
    public void Every_setting_is_told_of_in_both_languages_and_its_default_is_good()
    {
        Assert.NotEmpty(Catalog.Entries);
        foreach (var entry in Catalog.Entries)
        {
            Assert.True(entry.English.Length > 10 && entry.English.EndsWith('.'), $"{entry.Path}: '{entry.English}'");
            Assert.True(
                entry.Vietnamese.Length > 10 && entry.Vietnamese.EndsWith('.'), $"{entry.Path}: '{entry.Vietnamese}'");
            Assert.NotEqual(entry.English, entry.Vietnamese);
            Assert.True(entry.Default is null || entry.Allows(entry.Default), $"{entry.Path} is by default '{entry.Default}'.");
        }
    }

    [Theory]
    [InlineData("""{"Lanes":{"*":{"Turnstile":{"Pulse":"00:00:00.8"}},"in":{"Direction":"out","UnknownCodesPerMinute":"30"}}}""")]
    [InlineData("""{"gpio":{"DRIVER":"virtual"},"Uplink":{"Hub":"mqtts://hub.example:8883","keepAlive":null}}""")]
    [InlineData("""{"Lanes":{"in":{"Scanner":{"Camera":{"Exposure":"auto","Gain":"Auto","Focus":12,"Width":""}}}}}""")]
    [InlineData("""{"Lanes":null,"Health":{"DiskLow":536870912},"Logging":{"LogLevel":{"CheckIn.Gate":"Debug"}}}""")]
    [InlineData("{}")]
    public void What_a_gate_could_take_up_is_good(string values) => Assert.Empty(Catalog.Check(Of(values)));

    [Theory]
    [InlineData("""{"Lanes":{"in":{"Turnstile":{"Pulse":"5 s"}}}}""",
        "Lanes:in:Turnstile:Pulse is '5 s'; allowed: a duration as [days.]hh:mm:ss[.fffffff], 00:00:00.02 to 00:00:10.")]
    [InlineData("""{"Lanes":{"in":{"Turnstile":{"Pulse":"00:00:11"}}}}""",
        "Lanes:in:Turnstile:Pulse is '00:00:11'; allowed: a duration as [days.]hh:mm:ss[.fffffff], 00:00:00.02 to 00:00:10.")]
    [InlineData("""{"Lanes":{"in":{"Turnstile":{"Pusle":"00:00:01"}}}}""",
        "Lanes:in:Turnstile:Pusle is no setting of a gate; did you mean Pulse?")]
    [InlineData("""{"Lanes":{"in":{"Turnstile":{"Colour":"red"}}}}""", "Lanes:in:Turnstile:Colour is no setting of a gate.")]
    [InlineData("""{"Lanes":{"Lối vào":{}}}""",
        "Lanes:Lối vào is no name of a lane: 1 to 64 of a to z, 0 to 9 and \"-\", or * for every lane.")]
    [InlineData("""{"Lanes":[{"Turnstile":{}}]}""", "Lanes must be an object whose names are lanes, or * for every lane.")]
    [InlineData("""{"Gpio":"Virtual"}""", "Gpio must be a section of its own.")]
    [InlineData("""{"Gpio":{"Driver":{"Virtual":1}}}""", "Gpio:Driver must be a value; allowed: Virtual, Linux.")]
    [InlineData("""{"Gpio:Driver":"Virtual"}""", "Gpio:Driver is no setting of a gate.")]
    [InlineData("""{"Gpio":{"Driver":"Virtual"},"gpio":{}}""", "gpio is said twice.")]
    [InlineData("""{"Journal":{"Path":"/tmp/x"}}""", "Journal:Path is the gate's own to say, and not the hub's: set it at the gate.")]
    [InlineData("""{"Updates":{"Trial":"00:01:00"}}""", "Updates is the gate's own to say, and not the hub's: set it at the gate.")]
    [InlineData("""{"Lanes":{"in":{"Scanner":{"Camera":{"Command":"sh"}}}}}""",
        "Lanes:in:Scanner:Camera:Command is the gate's own to say, and not the hub's: set it at the gate.")]
    [InlineData("""{"Uplink":{"Hub":"mqtt://hub.example:1883"}}""",
        "Uplink:Hub is 'mqtt://hub.example:1883'; allowed: mqtts://host:port, mqtt:// on this machine only.")]
    [InlineData("""{"Uplink":{"BatchEvents":501}}""", "Uplink:BatchEvents is '501'; allowed: a whole number, 1 to 500.")]
    [InlineData("""{"Uplink":{"BatchEvents":5.0}}""", "Uplink:BatchEvents is '5.0'; allowed: a whole number, 1 to 500.")]
    [InlineData("""{"Lanes":{"in":{"Turnstile":{"Pulse":"00:00:02","MaxPulse":"00:00:01"}}}}""",
        "Lanes:in:Turnstile:MaxPulse is '00:00:01', shorter than Pulse, '00:00:02'; it must be at least as long.")]
    public void What_no_gate_could_take_up_is_told_with_its_key_its_value_and_what_is_allowed(string values, string problem)
    {
        var told = Assert.Single(Catalog.Check(Of(values)));
        Assert.Equal(problem, told.English);
        Assert.NotEqual(told.English, told.Vietnamese);
        Assert.StartsWith(told.Path, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_counts_its_lanes_says_what_is_the_gates_own_and_may_be_for_a_newer_gate() => Assert.Empty(Catalog.CheckPlan(Of(
        """
        {"Lanes":[{"Name":"vao","Scanner":{"Kind":"Pictures","Folder":"/srv/x"},"Turnstile:Pulse":"00:00:01"},{"Name":"ra","direction":1}],
        "Journal":{"Path":"/data/journal.db"},"Weather":{"Rain":true},"Gpio":{"Colour":"red"}}
        """)));

    [Theory]
    [InlineData("""{"Lanes":[{"Name":"vao"},{"Name":"vao"}]}""", "Lanes: the name 'vao' stands for 2 lanes; each needs its own.")]
    [InlineData("""{"Lanes":[{"Name":"Vào"}]}""", "Lanes:0:Name is 'Vào'; allowed: text, like ^[a-z0-9-]{1,64}$.")]
    [InlineData("""{"Lanes":[{},{},{},{},{},{},{},{},{}]}""", "Lanes has 9; at most 8.")]
    [InlineData("""{"Lanes":["vao"]}""", "Lanes:0 must be a section of its own.")]
    [InlineData("""{"Lanes":[{"Turnstile":{"Pulse":1}}]}""",
        "Lanes:0:Turnstile:Pulse is '1'; allowed: a duration as [days.]hh:mm:ss[.fffffff], 00:00:00.02 to 00:00:10.")]
    [InlineData("""{"Lanes":[{"Turnstile":{"Pulse":"00:00:01"},"Turnstile:pulse":"00:00:02"}]}""", "Lanes:0:Turnstile:pulse is said twice.")]
    public void A_plan_that_no_gate_could_start_with_is_told(string plan, string problem) =>
        Assert.Equal(problem, Assert.Single(Catalog.CheckPlan(Of(plan))).English);

    [Fact]
    public void Whatever_comes_is_answered_with_a_bounded_list_and_never_with_an_exception()
    {
        var deep = new JsonObject();
        for (var i = 0; i < 5000; i++)
            deep = new JsonObject { ["Gpio"] = deep };
        var many = new JsonObject(Enumerable.Range(0, 10_000).Select(i => KeyValuePair.Create($"S{i}", (JsonNode?)new string('x', 1000))));
        var levels = new JsonObject(Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create($"C{i:D30}", (JsonNode?)"Debug")));
        JsonObject[] hostile =
        [
            deep, many, Of("""{"Gpio":{"Driver":"Linux","Driver":"Virtual"}}"""), Of("""{"Gpio":1,"Gpio":2}"""),
            Of("""{"Gate":{"Name":"\ud800"}}"""), Of("""{"\ud800":1}"""), Of("""{"Gate":{"Name":["a",{"b":[]}]}}"""),
            new JsonObject { ["Logging"] = new JsonObject { ["LogLevel"] = levels } },
            Of("""{"":{"":{"":1}}}"""), new JsonObject { [new string('x', 100_000)] = 1 },
            new JsonObject { ["Gate"] = new JsonObject { ["Name"] = JsonValue.Create(new DateTime(2026, 1, 1)) } },
        ];
        foreach (var values in hostile)
        {
            var problems = Catalog.Check(values);
            Assert.InRange(problems.Count, values == hostile[^1] ? 0 : 1, 32);
            Assert.All(problems, problem => Assert.True(problem.English.Length < 2000));
            Assert.InRange(Catalog.CheckPlan(values).Count, 0, 32);
        }
    }

    [Fact]
    public void Settings_that_a_gate_would_not_read_to_the_end_are_too_many()
    {
        var levels = new JsonObject(Enumerable.Range(0, 1500).Select(i => KeyValuePair.Create($"C{i:D40}", (JsonNode?)"Debug")));
        var problem = Assert.Single(Catalog.Check(new JsonObject { ["Logging"] = new JsonObject { ["LogLevel"] = levels } }));
        Assert.Contains($"{SettingsWanted.MaxBytes} bytes", problem.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"uplink":{"hub":"mqtts://h:1"}}""", "Uplink:Hub")]
    [InlineData("""{"Uplink":{"Hub":null,"HealthEvery":"00:01:00"}}""", "Uplink:Hub")]
    [InlineData("""{"Uplink":null}""", "Uplink:Authority Uplink:Certificate Uplink:Hub Uplink:KeepAlive Uplink:Key")]
    [InlineData("""{"Uplink":{"HealthEvery":"00:01:00"},"Lanes":null,"Nothing":{"Hub":1}}""", "")]
    public void What_can_cut_a_gate_off_is_named_also_when_a_whole_section_is_taken_away(string patch, string keys) =>
        Assert.Equal(keys, string.Join(' ', Catalog.Cutting(Of(patch))));

    [Fact]
    public void Names_are_spelled_as_the_catalog_has_them_and_others_are_left_alone()
    {
        var spelled = Catalog.Spelled(Of("""
            {"lanes":{"in":{"TURNSTILE":{"pulse":"00:00:01"}},"*":null},"weather":{"Rain":[1]},"gpio":{"chip":"a"},"Gpio":{"Chip":"b"}}
            """));
        Assert.Equal(
            """{"Lanes":{"in":{"Turnstile":{"Pulse":"00:00:01"}},"*":null},"weather":{"Rain":[1]},"gpio":{"Chip":"a"},"Gpio":{"Chip":"b"}}""",
            spelled.ToJsonString());
    }

    [Theory]
    [InlineData("""{"Gate":{"Name":"\ud800"}}""")]
    [InlineData("""{"Gate":{"\ud800":1}}""")]
    [InlineData("""{"Lanes":{"in":[{"a":["\udc00"]}]}}""")]
    [InlineData("""{"Gpio":{"Driver":"Linux","Driver":"Virtual"}}""")]
    public void What_is_no_text_is_found_before_anybody_looks_at_it(string values) =>
        Assert.Throws<JsonException>(() => Catalog.Spelled(Of(values)));

    private static JsonObject Of(string json) => (JsonObject)JsonNode.Parse(json)!;
}
