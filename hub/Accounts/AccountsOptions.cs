using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Accounts;

/// <summary>Whom a second factor is asked of.</summary>
public enum SecondFactorRule
{
    /// <summary>Of every role that does more than look: all but viewer.</summary>
    Managers,
    /// <summary>Of everybody.</summary>
    Everyone,
}

/// <summary>People, their sessions and tokens; section <c>Accounts</c>.</summary>
public sealed class AccountsOptions : IValidatableObject
{
    public const string Section = "Accounts";

    /// <summary>
    /// Who must have a second factor, Managers (default) or Everyone. Who must and has none can do nothing but set one
    /// up.
    /// </summary>
    [EnumDataType(typeof(SecondFactorRule))]
    public SecondFactorRule SecondFactor { get; set; } = SecondFactorRule.Managers;

    /// <summary>
    /// A session nobody has used for so long ends, 1 min to 12 h, default 30 min. More = a browser left alone can be
    /// used longer by whoever passes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends so long after it began, used or not, 10 min to 24 h, default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")]
    public TimeSpan SessionLongest { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Sensitive acts ask for password or factor again when the last proof is older, 1 min to 12 h, default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan FreshProof { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Address of the hub's pages as people reach them, such as <c>https://hub.example</c>; stands in one-time links.
    /// Default none: links have the address at which they were asked for.
    /// </summary>
    public Uri? Address { get; set; }

    /// <summary>Signing in by an identity provider. Without <c>Accounts:OpenId:Issuer</c> there is none.</summary>
    public OpenIdOptions OpenId { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SessionIdle > SessionLongest)
        {
            yield return new ValidationResult($"Accounts:SessionIdle is {SessionIdle}, longer than "
                + $"Accounts:SessionLongest, {SessionLongest}; make it as long or shorter.");
        }
        if (Address is { } address && !(address.IsAbsoluteUri && address.Scheme is "https" or "http"))
            yield return new ValidationResult($"Accounts:Address is '{address}'; it must be like https://hub.example.");
        foreach (var problem in OpenId.Problems())
            yield return new ValidationResult(problem);
    }
}

/// <summary>An OpenID Connect provider; section <c>Accounts:OpenId</c>.</summary>
public sealed class OpenIdOptions
{
    /// <summary>
    /// The provider, such as <c>https://login.example/realms/so-y-te</c>; what it publishes below it says the rest.
    /// https; http for this machine alone. Default none.
    /// </summary>
    public Uri? Issuer { get; set; }

    /// <summary>What the provider calls this hub.</summary>
    public string? ClientId { get; set; }

    /// <summary>File with the secret that the provider gave this hub, mode 600. Default none: PKCE alone.</summary>
    public string? SecretFile { get; set; }

    /// <summary>What people call the provider, on the button. Default: the issuer's host.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Whether who signs in there needs no second factor here, because the provider asks for one itself. Default false.
    /// </summary>
    public bool CountsAsSecondFactor { get; set; }

    /// <summary>What is wrong; none = nothing.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Issuer is null)
            yield break;
        if (!Issuer.IsAbsoluteUri || !(Issuer.Scheme == "https" || (Issuer.Scheme == "http" && Issuer.IsLoopback)))
            yield return $"Accounts:OpenId:Issuer is '{Issuer}'; it must be an https address.";
        if (string.IsNullOrEmpty(ClientId))
            yield return $"Accounts:OpenId:Issuer is '{Issuer}', but Accounts:OpenId:ClientId is not set.";
    }
}
