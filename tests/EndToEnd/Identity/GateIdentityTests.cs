using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Uplink;

namespace CheckIn.EndToEnd.Tests.Identity;

/// <summary>
/// A gate's life with its hub over TLS: enrolled by a code, told of changes, revoked, taken out of service.
/// </summary>
public sealed class GateIdentityTests : IAsyncLifetime
{
    private EnrolledPremises _premises = null!;
    private string _gate = "";

    public async Task InitializeAsync()
    {
        _premises = await EnrolledPremises.StartAsync();
        PngWriter.Save(
            QrPicture.Draw(new SyntheticCodes(1).Cccd(), new QrLook { ModuleSize = 3 }, 320, 320),
            Path.Combine(_premises.Pictures, "a.png"));
        PngWriter.Save(
            QrPicture.Draw(new SyntheticCodes(2).Cccd(), new QrLook { ModuleSize = 3 }, 320, 320),
            Path.Combine(_premises.Pictures, "b.png"));
        await _premises.SavePlanAsync();
    }

    public async Task DisposeAsync() => await _premises.DisposeAsync();

    [Fact]
    public async Task A_code_brings_a_gate_into_service_and_a_changed_plan_reaches_it()
    {
        var code = await EnrolAsync();
        await UntilInServiceAsync();
        var claim = await _premises.AskAsync("enrolment-codes/" + code[..4]);
        Assert.Equal(("used", _gate), (claim.GetProperty("status").GetString(), claim.GetProperty("gate").GetString()));
        var (_, printed) = await _premises.CommandAsync("status", "--lang", "en");
        Assert.Contains("mqtts://localhost", printed, StringComparison.Ordinal);
        Assert.Contains($"✓ {_gate}, fingerprint {claim.GetProperty("fingerprint").GetString()}", printed, StringComparison.Ordinal);
        await _premises.SavePlanAsync(repeatAfter: "00:00:02");
        await _premises.UntilAsync("the changed plan", () =>
            File.ReadAllText(Path.Combine(_premises.Enrolment, "settings.json")).Contains("00:00:02", StringComparison.Ordinal));
        await _premises.UntilAsync("word of it", () => _premises.Gate!.Tail.Contains("other settings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_is_renewed_with_a_new_key_and_the_former_one_stays_good()
    {
        await EnrolAsync();
        var store = new EnrolmentStore(_premises.Enrolment);
        var access = new HubAccess(
            store, new UplinkOptions(), new LastKnownTime(new GateClock(TimeProvider.System, static () => null), "none"));
        var desk = new HubDesk(access);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var grant = await desk.RenewAsync(
            new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256).CreateSigningRequest(), CancellationToken.None);
        Assert.Null(GrantCheck.Problem(_gate, grant.Certificate, grant.Authority, key));
        Assert.NotNull(await desk.ProvisionAsync(null, CancellationToken.None));
        var former = access.Certificate!;
        var renewed = GateCertificate.Of(new(key.ExportPkcs8PrivateKeyPem(), grant.Certificate, grant.Authority));
        access.Renewed(renewed);
        var (_, tag) = (await desk.ProvisionAsync(null, CancellationToken.None))!.Value;
        Assert.Null(await desk.ProvisionAsync(tag, CancellationToken.None));
        Assert.NotEqual(former.Own.SerialNumber, renewed.Own.SerialNumber);
        var life = renewed.NotAfter - renewed.NotBefore;
        Assert.InRange(renewed.RenewalAt - renewed.NotBefore, life * 0.63, life * 0.71);
    }

    [Fact]
    public async Task A_revoked_gate_is_cut_off_says_so_and_goes_on_deciding()
    {
        await EnrolAsync();
        await UntilInServiceAsync();
        await _premises.ActAsync(_gate, "revoke");
        await _premises.UntilAsync("the hub without it", async () => await _premises.Hub.StateAsync(_gate) == "revoked");
        await _premises.UntilAsync("word of it", () =>
            _premises.Gate!.Tail.Contains("has revoked this gate's certificate", StringComparison.Ordinal));
        var (status, printed) = await _premises.CommandAsync("status", "--lang", "en");
        Assert.Equal(1, status);
        Assert.Contains("revoked", printed, StringComparison.Ordinal);
        var (_, doctor) = await _premises.CommandAsync("doctor", "--yes", "--lang", "en");
        Assert.Contains("enrol CODE --again", doctor, StringComparison.Ordinal);
        var before = JournalFile.Read(_premises.Journal).Rows.Count;
        await _premises.UntilAsync("further decisions", () => JournalFile.Read(_premises.Journal).Rows.Count > before + 2);
    }

    [Fact]
    public async Task A_gate_that_its_hub_takes_out_of_service_delivers_wipes_itself_and_waits_to_be_enrolled()
    {
        await EnrolAsync();
        await UntilInServiceAsync();
        await _premises.UntilAsync("some decisions", () => JournalFile.Read(_premises.Journal).Rows.Count > 4);
        await _premises.ActAsync(_gate, "decommission");
        var wiped = Path.Combine(_premises.Enrolment, "wiped.txt");
        await _premises.UntilAsync("the wipe", () => File.Exists(wiped));
        await _premises.UntilAsync("the hub's knowledge of it", async () =>
            (await _premises.AskAsync($"gates/{_gate}/certificates")).GetProperty("certificates")
                .EnumerateArray().All(static row => row.GetProperty("revoked_at").ValueKind != System.Text.Json.JsonValueKind.Null));
        Assert.Contains(_gate, File.ReadAllText(wiped), StringComparison.Ordinal);
        Assert.False(File.Exists(_premises.Journal));
        Assert.Equal(
            ["lock", "wiped.txt"],
            Directory.GetFiles(_premises.Enrolment).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(Path.Combine(_premises.GateFolder, "data", "keys"), "*", SearchOption.AllDirectories));
        // The last event is the end of its lanes, and the hub has it.
        Assert.Contains(await _premises.Hub.EventsAsync(), stored =>
            stored.Kind == "operation" && stored.Fact.Contains("\"stopped\"", StringComparison.Ordinal));
        await _premises.UntilAsync("a gate that waits", () => _premises.Gate!.Tail.Contains("waits to be enrolled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gate_that_stands_still_is_wiped_by_hand_and_the_hub_hears_of_it()
    {
        await EnrolAsync();
        await UntilInServiceAsync();
        var (running, _) = await _premises.CommandAsync("decommission", "--yes");
        Assert.Equal(1, running);
        Assert.True(await _premises.Gate!.StopAsync(TimeSpan.FromSeconds(10)));
        var (code, printed) = await _premises.CommandAsync("decommission", "--yes", "--even-undelivered", "--lang", "en");
        Assert.True(code == 0, printed);
        Assert.Contains("The hub knows", printed, StringComparison.Ordinal);
        Assert.False(File.Exists(_premises.Journal));
    }

    private async Task<string> EnrolAsync()
    {
        var code = await _premises.NewCodeAsync();
        var (enrolled, printed) = await _premises.CommandAsync("enrol", code, "--lang", "en");
        Assert.True(enrolled == 0, printed + _premises.Tails);
        _gate = printed.Split("Enrolled as ")[1].Split('.')[0];
        return code;
    }

    private async Task UntilInServiceAsync()
    {
        _premises.StartGate();
        await _premises.UntilAsync("the gate at its hub", async () => await _premises.Hub.StateAsync(_gate) == "ready");
        await _premises.UntilAsync("an event at the hub", async () => (await _premises.Hub.EventsAsync()).Count > 2);
    }
}
