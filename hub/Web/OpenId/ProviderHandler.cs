using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.OpenId;

/// <summary>
/// OpenID Connect over the framework's OAuth handler, which makes and checks state, correlation and PKCE. Added here:
/// discovery, nonce, issuer of the answer (RFC 9207), and who it was. That comes from the userinfo endpoint over TLS and
/// must be the subject of the ID token, which comes over the same TLS from the token endpoint, so that TLS stands for
/// its signature (OpenID Connect Core 1.0, 3.1.3.7 item 6; 5.3.2).
/// </summary>
internal sealed class ProviderHandler(
    IOptionsMonitor<OAuthOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Provider provider,
    TimeProvider time) : OAuthHandler<OAuthOptions>(options, loggers, encoder)
{
    private const string Nonce = "nonce";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private ProviderFacts? _facts;

    /// <summary>The handler of this request.</summary>
    internal static async Task<ProviderHandler> OfAsync(HttpContext http)
    {
        var handler = http.RequestServices.GetRequiredService<ProviderHandler>();
        await handler.InitializeAsync(new(Provider.Scheme, null, typeof(ProviderHandler)), http);
        return handler;
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        _facts = await provider.FactsAsync(Backchannel, Context.RequestAborted);
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        properties.Items[Nonce] = nonce;
        var question = new Uri(base.BuildChallengeUrl(properties, redirectUri), UriKind.RelativeOrAbsolute).OriginalString;
        var asked = question[(question.IndexOf('?', StringComparison.Ordinal) + 1)..];
        var address = _facts!.Authorization.AbsoluteUri;
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{asked}&{Nonce}={nonce}";
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        try
        {
            _facts = await provider.FactsAsync(Backchannel, Context.RequestAborted);
            if (Request.Query["iss"] is { Count: > 0 } issuer && issuer != provider.Issuer)
                throw new ProviderException("The answer is another provider's.", "Câu trả lời là của nhà cung cấp khác.");
            return await base.HandleRemoteAuthenticateAsync();
        }
        catch (Exception e) when (e is ProviderException or HttpRequestException or JsonException or IOException)
        {
            return HandleRequestResult.Fail(e);
        }
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
            ["client_id"] = Options.ClientId,
            ["code_verifier"] = context.Properties.Items[OAuthConstants.CodeVerifierKey]!,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, _facts!.Token);
        if (await provider.SecretAsync(Context.RequestAborted) is { } secret)
        {
            // RFC 6749, 2.3.1: both in the letters of forms, then joined.
            if (_facts.IsBasic)
            {
                var pair = $"{Uri.EscapeDataString(Options.ClientId)}:{Uri.EscapeDataString(secret)}";
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            }
            else
                form["client_secret"] = secret;
        }
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new FormUrlEncodedContent(form);
        using var answer = await Backchannel.SendAsync(request, Context.RequestAborted);
        if (!answer.IsSuccessStatusCode)
            {
            throw new ProviderException($"It did not take the code ({(int)answer.StatusCode}).",
                $"Nó không nhận mã ({(int)answer.StatusCode}).");
        }
        return OAuthTokenResponse.Success(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Context.RequestAborted)));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var expected = IdToken.SubjectOf(
            tokens.Response?.RootElement.GetProperty("id_token").GetString(), provider.Issuer, Options.ClientId,
            properties.Items[Nonce], time.GetUtcNow(), Skew);
        using var request = new HttpRequestMessage(HttpMethod.Get, _facts!.UserInfo);
        request.Headers.Authorization = new("Bearer", tokens.AccessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await Backchannel.SendAsync(request, Context.RequestAborted);
        if (!answer.IsSuccessStatusCode)
            {
            throw new ProviderException($"It did not say who it was ({(int)answer.StatusCode}).",
                $"Nó không cho biết đó là ai ({(int)answer.StatusCode}).");
        }
        using var who = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Context.RequestAborted));
        if (who.RootElement.GetProperty("sub").GetString() != expected)
            throw new ProviderException("It speaks of two people at once.", "Nó nói về hai người cùng lúc.");
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, expected, null, provider.Issuer));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }
}
