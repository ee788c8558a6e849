using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Web.Passkeys;

/// <summary>
/// Passkeys (WebAuthn level 3) by the framework's handler, which builds what a browser is asked and judges what it
/// answers: origin, challenge, signature, counter. User verification is required, so that a passkey is something one
/// has and something one knows or is: both factors. Signing in asks for whatever passkey there is of this site, so that
/// nobody learns from it which names exist.
/// </summary>
internal sealed class PasskeyDesk(IPasskeyHandler<Person> handler, Ceremonies ceremonies)
{
    private const string Site = "checkin";
    private const int LongestName = 60, LongestAnswer = 64 * 1024;

    /// <summary>What the browser keeps with the passkey: no name, and nothing that counts people.</summary>
    internal static string HandleOf(Person person)
    {
        var number = person.Id.ToString(CultureInfo.InvariantCulture);
        return $"{Site}-{number}";
    }

    internal static long? IdOf(string handle) => handle.StartsWith(Site + "-", StringComparison.Ordinal)
        && long.TryParse(handle.AsSpan(Site.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id : null;

    /// <summary>A passkey's id as it stands in addresses.</summary>
    internal static string IdOf(UserPasskeyInfo passkey) =>
        System.Buffers.Text.Base64Url.EncodeToString(passkey.CredentialId);

    /// <summary>What the browser is asked that makes one.</summary>
    internal async Task<PasskeyQuestion> AskToMakeAsync(Person person, Session session, HttpContext http)
    {
        var entity = new PasskeyUserEntity
        {
            Id = HandleOf(person),
            Name = person.Name,
            DisplayName = person.Shown,
        };
        var made = await handler.MakeCreationOptionsAsync(entity, http);
        return Question(made.CreationOptionsJson, made.AttestationState, session.Number);
    }

    /// <summary>What the browser is asked that shows one.</summary>
    /// <param name="person">Whose it must be; null = anybody's.</param>
    internal async Task<PasskeyQuestion> AskToShowAsync(Person? person, Session? session, HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(person, http);
        return Question(made.RequestOptionsJson, made.AssertionState, session?.Number);
    }

    /// <summary>The passkey that was made; null = what came is none, or the question is not open any more.</summary>
    internal async Task<UserPasskeyInfo?> MadeAsync(
        Person person, Session session, IFormCollection sent, HttpContext http)
    {
        if (!ceremonies.TryTake(sent["ceremony"], session.Number, out var state) || AnswerOf(sent) is not { } answer)
            return null;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            CredentialJson = answer,
            AttestationState = state,
            HttpContext = http,
        });
        if (!result.Succeeded || result.UserEntity.Id != HandleOf(person) || !result.Passkey.IsUserVerified)
            return null;
        var name = sent["passkey"].ToString().Trim();
        result.Passkey.Name = name.Length == 0 || name.Any(char.IsControl)
            ? null : name[..Math.Min(name.Length, LongestName)];
        return result.Passkey;
    }

    /// <summary>Who has shown his passkey, and it as it is now; null = nobody has.</summary>
    internal async Task<(Person Person, UserPasskeyInfo Passkey)?> ShownAsync(
        Session? session, IFormCollection sent, HttpContext http)
    {
        if (!ceremonies.TryTake(sent["ceremony"], session?.Number, out var state) || AnswerOf(sent) is not { } answer)
            return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            CredentialJson = answer,
            AssertionState = state,
            HttpContext = http,
        });
        return result.Succeeded && result.Passkey.IsUserVerified ? (result.User, result.Passkey) : null;
    }

    private static string? AnswerOf(IFormCollection sent) =>
        sent["credential"].ToString() is { Length: > 0 and <= LongestAnswer } answer ? answer : null;

    private PasskeyQuestion Question(string options, string? state, long? owner)
    {
        using var json = JsonDocument.Parse(options);
        return new(ceremonies.Begin(state, owner), json.RootElement.Clone());
    }
}

/// <summary>What a page's script asks the browser, and by which it is answered.</summary>
internal sealed record PasskeyQuestion(string Ceremony, JsonElement Options);
