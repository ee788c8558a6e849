using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Accounts;

/// <summary>A passkey of somebody.</summary>
/// <param name="Info">As the framework made it.</param>
public sealed record Passkey(long Person, UserPasskeyInfo Info, DateTimeOffset? UsedAt);

/// <summary>People's passkeys. What is between a browser and them is the framework's.</summary>
public sealed class PasskeyBook
{
    internal const int MostOfOne = 10;

    /// <summary>Somebody's, in the order they were made.</summary>
    public IReadOnlyList<Passkey> Of(long person) => throw new NotImplementedException();

    /// <summary>Null = nobody has it.</summary>
    public Passkey? Find(byte[] credentialId) => throw new NotImplementedException();

    /// <summary>One more of who is signed in, or who must set up a second factor.</summary>
    /// <exception cref="AccountException">Somebody has it, or he has too many.</exception>
    public Task<FactorSet> AddAsync(
        Session session, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <exception cref="AccountException">He has no such passkey.</exception>
    public Task RenameAsync(
        Session session, byte[] credentialId, string? name, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <exception cref="AccountException">He has no such passkey; or it is his last factor, and he must have one.</exception>
    public Task RemoveAsync(
        Session session, byte[] credentialId, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
