using CheckIn.Hub.Accounts;
using CheckIn.Hub.Tests.Web.Defence;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>Requests that two servers one behind the other could read as two different ones: the hub reads none of them.</summary>
[Collection(nameof(ProbedHub))]
public sealed class ProtocolProbes(ProbedHub probed)
{
    [Theory]
    [InlineData("Content-Length: 2\r\nContent-Length: 3\r\n\r\nab")]
    [InlineData("Content-Length: 2, 2\r\n\r\nab")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 0x2\r\n\r\nab")]
    [InlineData("Content-Length : 2\r\n\r\nab")]
    [InlineData("Transfer-Encoding: gzip\r\n\r\nab")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nab\r\n0\r\n\r\n")]
    [InlineData("X-Folded: a\r\n b\r\n\r\n")]
    [InlineData("Host: other.example\r\n\r\n")]
    [InlineData("X-Zero: a\0b\r\n\r\n")]
    [InlineData(": nameless\r\n\r\n")]
    [InlineData("Space Name: x\r\n\r\n")]
    public async Task What_has_two_meanings_is_refused_and_what_follows_is_not_read(string rest)
    {
        var token = probed.Hub.Get<LocalOperator>().Token;
        var before = probed.Acts();
        var answer = await RawClient.AskAsync(probed.Address.Port,
            $"PUT /api/v1/plans/smuggled HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: application/json\r\n{rest}GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.Equal(before, probed.Acts());
    }

    /// <summary>RFC 9112 6.3: the encoding counts, and the connection ends, so that nothing can follow.</summary>
    [Fact]
    public async Task Of_length_and_encoding_together_no_second_request_comes_about()
    {
        var answer = await RawClient.AskAsync(probed.Address.Port,
            "POST /api/v1/recipients HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.DoesNotContain("\"ok\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://other.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: \r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.0\r\n\r\n")]
    [InlineData("GET /healthz HTTP/3.7\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET  /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /health\0z HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001")]
    public async Task What_is_no_proper_request_gets_nothing(string request)
    {
        using var client = await RawClient.ConnectAsync(probed.Address.Port);
        await client.SendAsync(request + "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        var answer = await client.ReadToEndAsync();
        Assert.DoesNotContain("\"ok\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }
}
