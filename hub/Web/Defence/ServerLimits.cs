using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>Hands Web:Limits to the server and to whatever reads forms.</summary>
internal sealed class ServerLimits(IOptions<WebOptions> web)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<FormOptions>
{
    private const int MaxKeyBytes = 256;

    public void Configure(KestrelServerOptions options)
    {
        var (said, limits) = (web.Value.Limits, options.Limits);
        options.AddServerHeader = false;
        limits.RequestHeadersTimeout = said.HeaderTime;
        limits.KeepAliveTimeout = said.IdleTime;
        limits.MaxRequestLineSize = said.LineBytes;
        limits.MaxRequestHeadersTotalSize = said.HeaderBytes;
        limits.MaxRequestHeaderCount = said.Headers;
        limits.MaxRequestBodySize = said.BodyBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(said.BytesPerSecond, said.RateGrace);
        limits.MinResponseDataRate = new MinDataRate(said.BytesPerSecond, said.RateGrace);
        limits.Http2.MaxStreamsPerConnection = said.Streams;
        limits.Http2.MaxRequestHeaderFieldSize = said.HeaderBytes;
        // A peer that has gone without a word holds its streams no longer than that.
        limits.Http2.KeepAlivePingDelay = said.IdleTime;
    }

    public void Configure(FormOptions options)
    {
        var said = web.Value.Limits;
        options.ValueCountLimit = said.Fields;
        options.KeyLengthLimit = MaxKeyBytes;
        options.ValueLengthLimit = said.FieldBytes;
        options.MultipartBoundaryLengthLimit = 70; // RFC 2046 5.1.1
        options.MultipartHeadersCountLimit = 8;
        options.MultipartHeadersLengthLimit = 1024;
    }
}
