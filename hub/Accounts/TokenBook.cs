namespace CheckIn.Hub.Accounts;

/// <summary>A token as somebody asks for it.</summary>
/// <param name="Name">Of what uses it: a to z, 0 to 9 and -.</param>
/// <param name="Days">1 to 366; null = 90.</param>
public sealed record TokenOrder(string? Name, Grant Grant, int? Days = null);

/// <summary>Programs' ways in.</summary>
public sealed class TokenBook
{
    /// <summary>The token of that text, used now; null = there is none, or no more.</summary>
    public ApiToken? Find(string text) => throw new NotImplementedException();

    /// <summary>His own; those of everybody whom he may manage, where he manages people.</summary>
    public IReadOnlyList<ApiToken> VisibleTo(Caller caller) => throw new NotImplementedException();

    /// <exception cref="AccountException">It goes beyond what he may himself, or something is wrong with it.</exception>
    public Task<NewToken> MakeAsync(Caller caller, TokenOrder order, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <exception cref="AccountException">He sees none of that name.</exception>
    public Task WithdrawAsync(Caller caller, string name, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
