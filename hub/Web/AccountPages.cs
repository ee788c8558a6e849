using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.OpenId;
using CheckIn.Hub.Web.Passkeys;
using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Web;

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
