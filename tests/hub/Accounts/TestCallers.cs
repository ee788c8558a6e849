using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using Microsoft.AspNetCore.Http;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>
/// Callers as a test names them: <c>role@node</c>, or <c>role@</c> for the whole hub, several apart by a comma; as a
/// header of a request, or behind <c>ci_test:</c> as a program's password. Whoever names none is who he is.
/// </summary>
internal sealed class TestCallers(LocalOperator local) : CallerReader(local)
{
    internal const string Header = "X-Test-Caller";
    internal const string Token = "ci_test:";

    /// <summary>Tokens that are good no more.</summary>
    internal HashSet<string> Withdrawn { get; } = [];

    internal static Caller Of(string text) => new(CallerKind.Token, new Actor("token:" + text), [.. text.Split(',').Select(Grant)]);

    internal override ValueTask<Caller> ReadAsync(HttpContext http) => http.Request.Headers[Header] is [{ } text]
        ? ValueTask.FromResult(text == "nobody" ? Caller.Nobody(null) : Of(text)) : base.ReadAsync(http);

    internal override ValueTask<Caller?> OfTokenAsync(string shown, string? from)
    {
        if (!shown.StartsWith(Token, StringComparison.Ordinal))
            return base.OfTokenAsync(shown, from);
        lock (Withdrawn)
            return ValueTask.FromResult(Withdrawn.Contains(shown) ? null : Of(shown[Token.Length..]));
    }

    private static Grant Grant(string text) => text.Split('@') is [var role, var node]
        ? new Grant(RoleTable.Find(role)!.Value, node.Length == 0 ? null : node) : throw new FormatException(text);
}
