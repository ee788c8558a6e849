using System.Text.Json;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.OpenId;

/// <summary>
/// The identity provider of the settings, and what it publishes of itself (OpenID Connect Discovery 1.0). Read when
/// somebody first goes there and kept for an hour: the hub starts, and everybody else signs in, whether it can be
/// reached or not.
/// </summary>
internal sealed class Provider(IOptions<AccountsOptions> options, TimeProvider time) : IDisposable
{
    internal const string Scheme = "provider", Callback = "/sign-in/provider/done";
    private const int LongestDocument = 256 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1), Patience = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _reading = new(1);
    private (ProviderFacts Facts, long At)? _known;

    /// <summary>What people call it; null = there is none.</summary>
    internal string? Name => Options.Issuer is { } issuer ? Options.Name ?? issuer.Host : null;

    internal OpenIdOptions Options => options.Value.OpenId;

    /// <summary>As it writes itself: without a slash at the end unless there is a path that has one.</summary>
    internal string Issuer => Options.Issuer!.OriginalString;

    /// <summary>Nothing that it answers is followed elsewhere, or read without a bound.</summary>
    internal static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LongestDocument,
    };

    /// <summary>Its secret for this hub; null = it has none, and PKCE alone shows that it is the same hub.</summary>
    internal async Task<string?> SecretAsync(CancellationToken cancellation) => Options.SecretFile is { } file
        ? (await File.ReadAllTextAsync(file, cancellation)).Trim() : null;

    /// <exception cref="ProviderException">It cannot be reached, or says something else than it should.</exception>
    internal async Task<ProviderFacts> FactsAsync(HttpClient client, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_known is { } known && time.GetElapsedTime(known.At) < Kept)
                return known.Facts;
            var facts = await ReadAsync(client, cancellation);
            _known = (facts, time.GetTimestamp());
            return facts;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<ProviderFacts> ReadAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            var at = new Uri(Issuer.TrimEnd('/') + "/.well-known/openid-configuration");
            using var json = JsonDocument.Parse(await client.GetStringAsync(at, cancellation));
            // OpenID Connect Discovery 1.0, 4.3: else it could be another provider's.
            if (Text(json, "issuer") != Issuer)
                {
                throw new ProviderException("What it publishes is another issuer's.",
                    "Thông tin nó công bố là của nhà cung cấp khác.");
            }
            return new ProviderFacts(
                Address(json, "authorization_endpoint"), Address(json, "token_endpoint"),
                Address(json, "userinfo_endpoint"), Basic(json));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            throw new ProviderException("It cannot be reached, or does not answer as OpenID Connect has it.",
                "Không kết nối được, hoặc nó không trả lời theo OpenID Connect.");
        }
    }

    /// <summary>What is not said is client_secret_basic (OpenID Connect Discovery 1.0, 3).</summary>
    private static bool Basic(JsonDocument json) =>
        !json.RootElement.TryGetProperty("token_endpoint_auth_methods_supported", out var ways)
        || !ways.EnumerateArray().Any(static way => way.GetString() == "client_secret_post");

    private Uri Address(JsonDocument json, string name) =>
        Uri.TryCreate(Text(json, name), UriKind.Absolute, out var address)
        && (address.Scheme == "https" || (Options.Issuer!.IsLoopback && address is { Scheme: "http", IsLoopback: true }))
            ? address : throw new ProviderException(
                $"Its {name} is not an https address.", $"{name} của nó không phải địa chỉ https.");

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What a provider publishes, as far as it is needed.</summary>
/// <param name="IsBasic">The secret is shown in the header, not in the form.</param>
internal sealed record ProviderFacts(Uri Authorization, Uri Token, Uri UserInfo, bool IsBasic);

/// <summary>The provider did not confirm anything.</summary>
internal sealed class ProviderException(string english, string vietnamese) : RefusalException(english, vietnamese);

/// <summary>The provider, put together.</summary>
internal static class ProviderServices
{
    internal static IServiceCollection AddProvider(this IServiceCollection services)
    {
        services.AddSingleton<Provider>();
        services.AddOptions<OAuthOptions>(Provider.Scheme).Configure<IOptions<AccountsOptions>, TimeProvider>(static (oauth, accounts, time) =>
        {
            oauth.TimeProvider = time;
            // The handler asks for all of these; what of them the provider publishes is looked up when it is needed.
            oauth.ClientId = accounts.Value.OpenId.ClientId ?? "-";
            oauth.ClientSecret = "-";
            oauth.AuthorizationEndpoint = oauth.TokenEndpoint = "-";
            oauth.SignInScheme = "-";
            oauth.CallbackPath = Provider.Callback;
            oauth.UsePkce = true;
            oauth.Scope.Add("openid");
            oauth.Backchannel = Provider.NewClient();
            oauth.CorrelationCookie.Name = "checkin-provider";
            oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
            oauth.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oauth.Events = new OAuthEvents
            {
                OnRedirectToAuthorizationEndpoint = ProviderPages.LeadAsync,
                OnTicketReceived = ProviderPages.ReceiveAsync,
                OnRemoteFailure = ProviderPages.FailAsync,
            };
        });
        // Without the framework's schemes and their middleware, which would judge every request beside the doorkeeper.
        return services
            .AddSingleton<IPostConfigureOptions<OAuthOptions>, OAuthPostConfigureOptions<OAuthOptions, ProviderHandler>>()
            .AddTransient<ProviderHandler>();
    }
}
