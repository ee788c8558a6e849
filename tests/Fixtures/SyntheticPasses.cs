using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Passes;

namespace CheckIn.Fixtures;

/// <summary>Passes of nobody, by an issuer and for a phone that are made anew each time, and a moment.</summary>
public sealed class SyntheticPasses : IDisposable
{
    /// <summary>An issuer and a phone.</summary>
    public SyntheticPasses()
    {
        Issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Keys = KeysOf(Issuer);
    }

    /// <summary>Within a step, ten seconds after it has begun.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 8, 0, 10, TimeSpan.Zero);

    /// <summary>Of a gate that knows the time.</summary>
    public static ClockQuality GoodClock { get; } = new(40, 12);

    /// <summary>Who signs.</summary>
    public ECDsa Issuer { get; }

    /// <summary>Whose rotating passes are.</summary>
    public ECDsa Phone { get; }

    /// <summary>The issuer's key, good long before and long after.</summary>
    public PassKeys Keys { get; }

    /// <summary>What a gate believes: those keys, and nothing is revoked.</summary>
    public PassTrust Trust => new(Keys, RevocationList.None);

    /// <summary>A list of these issuers' keys.</summary>
    public static PassKeys KeysOf(params ECDsa[] issuers)
    {
        var entries = issuers.Select(static key => PassKeys.EntryOf(key, Now.AddDays(-90), Now.AddDays(400)));
        return PassKeys.Parse(PassKeys.Write(new PassKeysDocument(1, Now.ToUnixTimeSeconds(), [.. entries])));
    }

    /// <summary>A pass for a card.</summary>
    public static Pass Static(PassId? id = null) =>
        new(id ?? PassId.New(), PassCategories.Staff, Now.AddDays(-1), Now.AddDays(365));

    /// <summary>A pass for the phone.</summary>
    public Pass Rotating() => Static() with { HolderKey = P256Point.Compress(Phone) };

    /// <summary>The code of a pass; of a rotating one, what the phone is given.</summary>
    public string Code(Pass pass) => PassCode.Sign(pass, Issuer);

    /// <summary>What the phone shows at a moment.</summary>
    public string Shown(Pass pass, DateTimeOffset at) => RotatingCode.Show(Code(pass), Phone, RotatingStep.Of(at));

    /// <summary>What a code proves.</summary>
    public PassReading Read(string code, DateTimeOffset? now = null, PassTrust? trust = null) =>
        PassReader.Read(Encoding.ASCII.GetBytes(code), trust ?? Trust, now ?? Now, GoodClock);

    /// <inheritdoc/>
    public void Dispose()
    {
        Issuer.Dispose();
        Phone.Dispose();
        Keys.Dispose();
    }
}
