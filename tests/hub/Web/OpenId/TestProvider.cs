using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Web.OpenId;

/// <summary>
/// An identity provider over real HTTP, as OpenID Connect Core 1.0 has the code flow: it asks nobody anything, and holds
/// the hub to PKCE, to its address and to its one use of a code.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    internal const string Client = "checkin-test", Secret = "tell nobody";
    private readonly WebApplication _app;
    private readonly Dictionary<string, (string Challenge, string Nonce, string Redirect)> _codes = [];

    private TestProvider(WebApplication app) => _app = app;

    /// <summary>Who sits at the browser, as the provider knows him.</summary>
    internal string Subject { get; set; } = "subject-1";

    /// <summary>Of whom it tells afterwards; null = of the same.</summary>
    internal string? UserInfoSubject { get; set; }

    internal string Issuer => _app.Urls.First();

    internal static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new TestProvider(builder.Build());
        provider._app.Run(provider.AnswerAsync);
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => http.Response.WriteAsJsonAsync(new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
        }),
        "/authorize" => AuthorizeAsync(http),
        "/token" => TokenAsync(http),
        "/userinfo" => http.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["sub"] = UserInfoSubject ?? Subject }),
        _ => Refuse(http),
    };

    private Task AuthorizeAsync(HttpContext http)
    {
        var asked = http.Request.Query;
        if (asked["response_type"] != "code" || asked["client_id"] != Client || asked["code_challenge_method"] != "S256"
            || !asked["scope"].ToString().Split(' ').Contains("openid"))
        {
            return Refuse(http);
        }
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (asked["code_challenge"]!, asked["nonce"]!, asked["redirect_uri"]!);
        http.Response.Redirect($"{asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(asked["state"]!)}"
            + $"&iss={Uri.EscapeDataString(Issuer)}");
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext http)
    {
        var sent = await http.Request.ReadFormAsync();
        var verifier = SHA256.HashData(Encoding.ASCII.GetBytes(sent["code_verifier"].ToString()));
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Client}:{Uri.EscapeDataString(Secret)}"));
        if (!_codes.Remove(sent["code"].ToString(), out var asked) || http.Request.Headers.Authorization != basic
            || Base64Url.EncodeToString(verifier) != asked.Challenge || sent["redirect_uri"] != asked.Redirect)
        {
            await Refuse(http);
            return;
        }
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["sub"] = Subject,
            ["nonce"] = asked.Nonce,
            ["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(),
        });
        await http.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["access_token"] = "access",
            ["token_type"] = "Bearer",
            ["id_token"] = $"e30.{Base64Url.EncodeToString(claims)}.AA",
        });
    }

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
