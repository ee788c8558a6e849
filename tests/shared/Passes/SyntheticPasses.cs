using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Passes;

namespace CheckIn.Shared.Tests.Passes;

/// <summary>An issuer, a phone, and a moment.</summary>
internal sealed class SyntheticPasses : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 10, TimeSpan.Zero);
    internal static readonly ClockQuality GoodClock = new(40, 12);

    internal SyntheticPasses()
    {
        Issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Keys = KeysOf(Issuer);
    }

    internal ECDsa Issuer { get; }

    internal ECDsa Phone { get; }

    internal PassKeys Keys { get; }

    internal PassTrust Trust => new(Keys, RevocationList.None);

    internal static PassKeys KeysOf(params ECDsa[] issuers)
    {
        var entries = issuers.Select(static key => PassKeys.EntryOf(key, Now.AddDays(-90), Now.AddDays(400)));
        return PassKeys.Parse(PassKeys.Write(new PassKeysDocument(1, Now.ToUnixTimeSeconds(), [.. entries])));
    }

    internal static Pass Static(PassId? id = null) =>
        new(id ?? PassId.New(), PassCategories.Staff, Now.AddDays(-1), Now.AddDays(365));

    internal Pass Rotating() => Static() with { HolderKey = P256Point.Compress(Phone) };

    internal string Code(Pass pass) => PassCode.Sign(pass, Issuer);

    /// <summary>What the phone shows at a moment.</summary>
    internal string Shown(Pass pass, DateTimeOffset at) => RotatingCode.Show(Code(pass), Phone, RotatingStep.Of(at));

    internal PassReading Read(string code, DateTimeOffset? now = null, PassTrust? trust = null) =>
        PassReader.Read(Encoding.ASCII.GetBytes(code), trust ?? Trust, now ?? Now, GoodClock);

    public void Dispose()
    {
        Issuer.Dispose();
        Phone.Dispose();
        Keys.Dispose();
    }
}
