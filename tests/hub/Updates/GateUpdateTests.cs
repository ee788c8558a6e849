using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Hub.Updates;
using CheckIn.Updates;

namespace CheckIn.Hub.Tests.Updates;

/// <summary>As a gate asks, over real TLS.</summary>
public sealed class GateUpdateTests
{
    [Fact]
    public async Task A_gate_fetches_what_is_wanted_of_it_in_parts_and_nothing_else()
    {
        await using var hub = await UpdateHub.StartAsync();
        var package = SamplePackage.Of(hub.Key, 7, size: 400_000);
        await hub.AddAsync(package);
        var other = SamplePackage.Of(hub.Key, 8);
        await hub.AddAsync(other);
        await hub.EnrolAsync("truong-a", "a-1");
        await hub.EnrolAsync("truong-b", "b-1");
        using var gate = hub.Host.Http(await hub.Host.EnrolAsync("a-1"));
        using var neighbour = hub.Host.Http(await hub.Host.EnrolAsync("b-1"));
        var path = "api/v1/gate/updates/" + SamplePackage.HashOf(package);
        Assert.Equal(HttpStatusCode.NotFound, (await gate.GetAsync(path)).StatusCode);
        await hub.StartRolloutAsync(new { release = 7, gates = new[] { "a-1" } });
        var provision = await gate.GetFromJsonAsync("api/v1/gate/provision", EnrolmentJson.Default.ProvisionMessage);
        Assert.Equal(new UpdateWanted(7, "1.2.0", SamplePackage.HashOf(package), package.Length), provision!.Update);
        using var whole = await gate.GetAsync(path);
        Assert.Equal(package, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{SamplePackage.HashOf(package)}\"", whole.Headers.ETag!.Tag);
        using var rest = await RangeAsync(gate, path, 300_000);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(package[300_000..], await rest.Content.ReadAsByteArrayAsync());
        using var beyond = await RangeAsync(gate, path, package.Length);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        foreach (var wrong in new[] { SamplePackage.HashOf(other), "..%2f..%2fhub.db", "x" })
            Assert.Equal(HttpStatusCode.NotFound, (await gate.GetAsync("api/v1/gate/updates/" + wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(path)).StatusCode);
        using var nobody = hub.Host.Http(null);
        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Web.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task More_than_allowed_at_a_time_are_told_to_come_back_and_who_asks_again_takes_his_own_place()
    {
        await using var hub = await UpdateHub.StartAsync("--Updates:Downloads=1");
        var package = SamplePackage.Of(hub.Key, 7, size: 24_000_000); // more than any buffer on the way
        await hub.AddAsync(package);
        await hub.EnrolAsync("truong-a", "a-1");
        await hub.EnrolAsync("truong-b", "b-1");
        await hub.StartRolloutAsync(new { release = 7, stages = "100%" });
        var path = "api/v1/gate/updates/" + SamplePackage.HashOf(package);
        var certificate = await hub.Host.EnrolAsync("a-1");
        using var gate = hub.Host.Http(certificate);
        using var again = hub.Host.Http(certificate);
        using var other = hub.Host.Http(await hub.Host.EnrolAsync("b-1"));
        using var first = await gate.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        using (var busy = await other.GetAsync(path, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, busy.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(30), busy.Headers.RetryAfter!.Delta);
        }
        using var second = await again.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => first.Content.ReadAsByteArrayAsync());
        Assert.Equal(SamplePackage.HashOf(package), SamplePackage.HashOf(await second.Content.ReadAsByteArrayAsync()));
        using var turn = await other.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, turn.StatusCode);
    }

    [Fact]
    public async Task A_report_is_taken_once_however_often_it_is_said_and_a_wrong_one_not_at_all()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.EnrolAsync("truong-a", "a-1");
        using var gate = hub.Host.Http(await hub.Host.EnrolAsync("a-1"));
        var id = await hub.StartRolloutAsync(new { release = 7 });
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(gate, """{"release":7,"state":"staged"}"""));
        Assert.Equal("running", (await hub.RolloutAsync(id)).GetProperty("state").GetString());
        foreach (var wrong in new[] { "", "{", "null", "{}", """{"release":0,"state":"staged"}""", """{"release":7,"state":"<b>"}""" })
            Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(gate, wrong));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(gate, """{"release":7,"state":"confirmed"}"""));
        Assert.Equal("done", (await hub.RolloutAsync(id)).GetProperty("state").GetString());
        var row = hub.Host.Store.Read(static db => GateUpdateRows.Find(db, "a-1"))!;
        Assert.Equal((7L, "confirmed", 7L), (row.Release, row.State, row.Confirmed));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(gate, """{"release":7,"state":"a_later_word"}"""));
    }

    [Theory]
    [InlineData("refused", "too_old", "passed")]
    [InlineData("refused", "wrong_key", "failed")]
    [InlineData("refused", "withdrawn", "asked")]
    [InlineData("rolled_back", "ended", "failed")]
    [InlineData("trying", null, "asked")]
    public async Task What_a_gate_says_counts_as_what_it_means(string state, string? why, string step)
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.EnrolAsync("truong-a", "a-1");
        var id = await hub.StartRolloutAsync(new { release = 7 });
        await hub.ReportAsync("a-1", 7, state, why);
        Assert.Equal(1, (await hub.RolloutAsync(id)).GetProperty(step).GetInt32());
    }

    private static Task<HttpResponseMessage> RangeAsync(HttpClient gate, string path, long from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new RangeHeaderValue(from, null);
        return gate.SendAsync(request);
    }

    private static async Task<HttpStatusCode> ReportAsync(HttpClient gate, string body)
    {
        using var answer = await gate.PostAsync(
            new Uri("api/v1/gate/update", UriKind.Relative), new StringContent(body));
        return answer.StatusCode;
    }
}
