using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.OpenId;
using CheckIn.Hub.Web.Passkeys;
using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Web;

/// <summary>What the pages of people are made from.</summary>
internal sealed record AccountParts(
    SignInDesk SignIn, AccountSetup Setup, SecondFactors Factors, PasskeyBook Passkeys, PasskeyDesk PasskeyDesk,
    ExternalIdentities Identities, AccountDesk Desk, PeopleBook People, TokenBook Tokens, SessionBook Sessions,
    OneTimeLinks Links, Provider Provider, SiteRegister Sites)
{
    /// <summary>Whose session it is; null = the operator's, or nobody's any more.</summary>
    internal Person? PersonOf(Session? session) => session?.Person is { } id ? People.Find(id) : null;

    /// <summary>Codes of nodes where the caller has the capability, to choose from; all of them where he has it everywhere.</summary>
    internal IReadOnlyList<string> NodesOf(Caller caller, Capability capability, DateTimeOffset now) =>
        caller.MayEverywhere(capability)
            ? [.. Sites.Tree.Nodes.Values.Where(node => node.IsValidOn(HubZone.DayOf(now)))
                .Select(static node => node.Code).Order(StringComparer.Ordinal)]
            : [.. caller.NodesOf(capability)];
}

/// <summary>The pages of people, put together.</summary>
internal static class AccountPages
{
    internal const int MaxForm = 128 * 1024;

    internal static IServiceCollection AddAccountPages(this IServiceCollection services)
    {
        services.AddOptions<IdentityPasskeyOptions>().Configure(static options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
        });
        services.AddScoped<IUserStore<Person>, PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
        services.AddIdentityCore<Person>();
        return services.AddSingleton<Ceremonies>().AddScoped<PasskeyDesk>().AddScoped<AccountParts>().AddProvider();
    }

    internal static void MapAccountPages(this WebApplication app)
    {
        app.MapSignInPages();
        app.MapPasskeySignIn();
        app.MapLinkPages();
        app.MapOwnAccountPages();
        app.MapFactorPages();
        app.MapProvePages();
        app.MapPeoplePages();
        app.MapTokenPages();
        app.MapProviderPages();
    }

    /// <summary>What a refusal answers with, as the API does.</summary>
    internal static string In(PageContext page, AccountException refusal) => refusal.In(SitePages.LanguageOf(page));
}
