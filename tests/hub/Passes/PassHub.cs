using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Tests.Web;
using CheckIn.Passes;

namespace CheckIn.Hub.Tests.Passes;

/// <summary>A hub that issues passes, and what a gate with its lists makes of them.</summary>
internal sealed class PassHub : IAsyncDisposable
{
    internal WebHost Web { get; private init; } = null!;

    internal static async Task<PassHub> StartAsync(params string[] settings) => new() { Web = await WebHost.StartAsync(settings) };

    internal async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/passes" + path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var answer = await Web.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    /// <summary>Ids and codes.</summary>
    internal async Task<IReadOnlyList<(string Id, string Code)>> IssueAsync(object asked)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "", asked);
        Assert.True(status == HttpStatusCode.Created, body.ToString());
        return [.. body.GetProperty("passes").EnumerateArray().Select(static pass =>
            (pass.GetProperty("id").GetString()!, pass.GetProperty("code").GetString()!))];
    }

    internal async Task<(string Id, string Code)> IssueOneAsync() =>
        Assert.Single(await IssueAsync(new { category = "staff", expires_at = In(30) }));

    /// <summary>The lists as gates would get them now.</summary>
    internal async Task<PassTrust> TrustAsync()
    {
        await Web.Get<PassLists>().RenewAsync();
        var lists = Web.Get<ListBook>();
        return new(
            PassKeys.Parse(lists.Find(ListNames.Passes)!.Content.Span),
            RevocationList.Parse(lists.Find(ListNames.Revocations)!.Content.Span));
    }

    internal async Task<PassReading> ReadAsync(string code)
    {
        var trust = await TrustAsync();
        return PassReader.Read(
            Encoding.ASCII.GetBytes(code), trust, TimeProvider.System.GetUtcNow(), new ClockQuality(10, 1));
    }

    internal static DateTimeOffset In(int days) => TimeProvider.System.GetUtcNow().AddDays(days);

    public ValueTask DisposeAsync() => Web.DisposeAsync();
}
