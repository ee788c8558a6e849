using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Tests.Authority;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Hub.Updates;
using CheckIn.Updates;

namespace CheckIn.Hub.Tests.Updates;

/// <summary>The whole hub, a release key that it trusts, and gates that are in service and there.</summary>
internal sealed class UpdateHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-release-").FullName;

    internal GatesHost Host { get; private set; } = null!;
    internal HttpClient Web { get; private set; } = null!;
    internal ECDsa Key { get; } = SamplePackage.NewKey();
    internal string Packages => Path.Combine(Host.Folder, "updates");

    internal static async Task<UpdateHub> StartAsync(params string[] settings)
    {
        var hub = new UpdateHub();
        var keys = Path.Combine(hub._folder, "release-keys.pem");
        await File.WriteAllTextAsync(keys, hub.Key.ExportSubjectPublicKeyInfoPem());
        hub.Host = await GatesHost.StartAsync(null, ["--Updates:Keys=" + keys, .. settings]);
        hub.Web = DeskWeb.Of(hub.Host);
        return hub;
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, "api/v1/updates" + path) { Content = content };
        using var answer = await Web.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    internal Task<(HttpStatusCode Status, JsonElement Body)> AddAsync(byte[] package) =>
        SendAsync(HttpMethod.Post, "/packages", new ByteArrayContent(package));

    internal async Task<long> StartRolloutAsync(object asked)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/rollouts", JsonContent.Create(asked));
        Assert.True(status == HttpStatusCode.Created, body.ToString());
        return body.GetProperty("id").GetInt64();
    }

    internal async Task<JsonElement> RolloutAsync(long id) => (await SendAsync(HttpMethod.Get, $"/rollouts/{id}")).Body;

    /// <summary>Gates in service, as if they had just connected.</summary>
    internal async Task EnrolAsync(string site, params string[] gates)
    {
        await Host.Store.WriteAsync(db =>
        {
            foreach (var gate in gates)
                EnrolledGates.Enrol(db, gate, new ClaimOrder(site, "in"), 1);
        }, default);
        foreach (var gate in gates)
            Host.Get<FleetRegistry>().OnState(gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-1"));
    }

    /// <summary>Gates that were asked and have not decided.</summary>
    internal IReadOnlyList<string> Asked(long id) => Host.Store.Read(db =>
        (IReadOnlyList<string>)[.. RolloutRows.Gates(db, id).Where(static gate => gate.Step == GateStep.Asked)
            .Select(static gate => gate.Id)]);

    internal Task ReportAsync(string gate, long release, string state, string? why = null) =>
        Host.Get<UpdateReports>().TakeAsync(gate, new UpdateReport(release, state, why));

    internal UpdateWanted? Wanted(string gate) => Host.Get<Provisions>().Of(gate)!.Update;

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        await Host.DisposeAsync();
        Key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
