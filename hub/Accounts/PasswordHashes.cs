using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Passwords made into hashes, and compared with them, by the framework: PBKDF2 with HMAC-SHA-512 and a salt of its own
/// for each. A hash costs a core a fifth of a second, so at most two are worked out at once and some more wait; who
/// comes then is told to come again. Whom nobody knows costs the same: his password is compared with a hash of nothing.
/// </summary>
internal sealed class PasswordHashes : IDisposable
{
    /// <summary>OWASP's least for this function.</summary>
    internal const int Iterations = 210_000;
    private const int AtOnce = 2, MostWaiting = 30;
    private readonly PasswordHasher<PasswordHashes> _hasher;
    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly Lazy<string> _ofNobody;
    private int _waiting;

    public PasswordHashes() : this(Iterations)
    {
    }

    internal PasswordHashes(int iterations)
    {
        _hasher = new PasswordHasher<PasswordHashes>(
            Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        _ofNobody = new(() => _hasher.HashPassword(this, Guid.NewGuid().ToString()));
    }

    /// <exception cref="AccountException">Too many at once.</exception>
    internal async Task<string> HashAsync(string password, CancellationToken cancellation) =>
        await RunAsync(() => _hasher.HashPassword(this, PasswordRules.Normal(password)), cancellation) ?? throw Busy();

    /// <returns>Null = too many at once; nothing was compared.</returns>
    /// <param name="hash">Null = there is none, and the answer is no after the same time.</param>
    internal async Task<PasswordMatch?> CompareAsync(string? hash, string password, CancellationToken cancellation)
    {
        var match = await RunAsync(() => new Box(_hasher.VerifyHashedPassword(
            this, hash ?? _ofNobody.Value, PasswordRules.Normal(password))), cancellation);
        if (match is null)
            return null;
        return match.Result switch
        {
            PasswordVerificationResult.Success when hash is not null => PasswordMatch.Yes,
            PasswordVerificationResult.SuccessRehashNeeded when hash is not null => PasswordMatch.YesButOld,
            _ => PasswordMatch.No,
        };
    }

    public void Dispose() => _free.Dispose();

    /// <summary>Null = too many at once.</summary>
    private async Task<T?> RunAsync<T>(Func<T> work, CancellationToken cancellation) where T : class
    {
        if (Interlocked.Increment(ref _waiting) > AtOnce + MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }
        try
        {
            await _free.WaitAsync(cancellation);
            try
            {
                return await Task.Run(work, cancellation);
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static AccountException Busy() => new(
        "Too many people sign in at this moment. Nothing was done; try again in a moment.",
        "Đang có quá nhiều người đăng nhập cùng lúc. Chưa làm gì cả; hãy thử lại sau giây lát.")
    {
        IsBusy = true,
    };

    private sealed record Box(PasswordVerificationResult Result);
}

/// <summary>Whether a password is that of a hash.</summary>
internal enum PasswordMatch
{
    No,
    Yes,
    /// <summary>It is, and the hash is weaker than those made now: to be made anew.</summary>
    YesButOld,
}
