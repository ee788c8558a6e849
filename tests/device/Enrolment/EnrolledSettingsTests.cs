using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>The hub's settings stand above the program's and below those of whoever is at the gate.</summary>
public sealed class EnrolledSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_hubs_settings_hold_where_nobody_has_written_others()
    {
        Write("""{ "Gate": { "Id": "lop-hoc-3" }, "Uplink": { "KeepAlive": "00:00:20", "HealthEvery": "00:02:00" } }""");
        var settings = Read("--Uplink:HealthEvery", "00:00:30");
        Assert.Equal("lop-hoc-3", settings["Gate:Id"]);
        Assert.Equal("00:00:20", settings["Uplink:KeepAlive"]);
        Assert.Equal("00:00:30", settings["Uplink:HealthEvery"]);
    }

    [Fact]
    public void A_gate_that_is_not_enrolled_has_none() => Assert.Null(Read()["Gate:Id"]);

    [Fact]
    public void Another_id_than_the_enrolled_one_is_told_with_both()
    {
        Write("""{ "Gate": { "Id": "lop-hoc-3" } }""");
        var enrolled = new EnrolledGate("lop-hoc-3", null, new("mqtts://hub.example"), new("https://hub.example"), 0);
        Assert.Null(EnrolledSettings.OtherId(Read(), enrolled));
        Assert.Null(EnrolledSettings.OtherId(Read("--Gate:Id", "lop-hoc-3"), enrolled));
        Assert.Null(EnrolledSettings.OtherId(Read("--Gate:Id", "cong-1"), null));
        var problem = EnrolledSettings.OtherId(Read("--Gate:Id", "cong-1"), enrolled);
        Assert.Contains("cong-1", problem, StringComparison.Ordinal);
        Assert.Contains("lop-hoc-3", problem, StringComparison.Ordinal);
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(_folder, "settings.json"), json);

    private IConfigurationRoot Read(params string[] arguments) =>
        new ConfigurationBuilder().AddGateSources(["--Enrolment:Directory", _folder, .. arguments]).Build();
}
