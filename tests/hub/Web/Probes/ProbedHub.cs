using System.Net;
using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Defence;
using Microsoft.AspNetCore.Routing;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>
/// A hub with something in every place, asked in all the ways that are not meant. Its routes are those that are mapped:
/// a new one is probed without being named here.
/// </summary>
public sealed partial class ProbedHub : IAsyncLifetime
{
    internal const string Gate = "truong-a-01", Site = "truong-a", Node = "46-p01", Claim = "PROB";

    internal WebHost Hub { get; private set; } = null!;

    /// <summary>The operator with his token.</summary>
    internal HttpClient Operator => Hub.Http;

    internal Uri Address => Hub.Http.BaseAddress!;

    internal string Origin => Address.GetLeftPart(UriPartial.Authority);

    internal IReadOnlyList<ProbedRoute> Routes { get; private set; } = [];

    /// <summary>What answers where browsers and programs ask.</summary>
    internal IEnumerable<ProbedRoute> OfWeb => Routes.Where(static route => !route.IsOfGates);

    /// <summary>What can be read to its end.</summary>
    internal IEnumerable<ProbedRoute> Readable =>
        OfWeb.Where(static route => route is { Method: "GET", IsStream: false, Pattern: not "/mqtt" });

    public async Task InitializeAsync()
    {
        Hub = await WebHost.StartAsync(
            "--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0", "--Broker:TlsListen=127.0.0.1:0",
            "--Registrations:PerAddressAndHour=1000", "--Visitors:PerMinute=10000");
        Routes = [.. ProbedRoute.Of(Hub.Get<IEnumerable<EndpointDataSource>>())];
        await Marked.StoreAsync(Hub);
    }

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    /// <summary>A browser in which the operator has signed in; it goes where it is led by hand.</summary>
    internal (HttpClient Http, string Cookie) Browser()
    {
        var (_, id) = Hub.Get<SessionBook>().Begin(null, SessionStage.Full, new Origin("127.0.0.1"));
        var cookie = $"{SessionCookie.Plain}={id}";
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = Address,
        };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return (http, cookie);
    }

    /// <summary>What a page with a form hands to that browser: the form's proof, and all its cookies.</summary>
    internal static async Task<(string Proof, string Cookies)> ProofAsync(HttpClient http, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/enrol?lang=en");
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var set = answer.Headers.GetValues("Set-Cookie").First(static one =>
            one.StartsWith(FormProofs.Cookie, StringComparison.Ordinal));
        var proof = ProofField().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.NotEmpty(proof);
        return (proof, $"{cookie}; {set[..set.IndexOf(';', StringComparison.Ordinal)]}");
    }

    /// <summary>What was done; refusals are not.</summary>
    internal long Acts() => Hub.Store.Read(static db =>
    {
        using var row = db.Prepare("SELECT count(*) FROM audit WHERE outcome = 'done'");
        return row.Step() ? row.Int64(0) : 0;
    });

    [GeneratedRegex("name=\"proof\" value=\"([^\"]+)\"")]
    private static partial Regex ProofField();
}

/// <summary>One hub for all probes that leave it as it is.</summary>
[CollectionDefinition(nameof(ProbedHub))]
public sealed class ProbedHubs : ICollectionFixture<ProbedHub>;
