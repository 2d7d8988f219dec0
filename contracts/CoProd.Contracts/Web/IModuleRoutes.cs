using CoProd.Contracts.Forms;
using Microsoft.AspNetCore.Http;

namespace CoProd.Contracts.Web;

/// <summary>
/// Takes a module's routes. Whatever a route's pattern names <c>{innovationId}</c>, the host answers 404 to a caller who may not see
/// that innovation, before the module hears of it.
/// </summary>
public interface IModuleRoutes
{
    /// <summary>A page that shows something.</summary>
    /// <param name="pattern">Its address, for example <c>/innovations/{innovationId:guid}/money</c>.</param>
    /// <param name="permission">The permission it needs.</param>
    /// <param name="show">Makes the page; null is answered 404.</param>
    void Page(string pattern, string permission, Func<IVisit, Task<IResult?>> show);

    /// <summary>A form, with its page and its JSON twin: one handler behind both.</summary>
    void Form<TForm>(FormRoute<TForm> form);

    /// <summary>What the API answers under <c>/api/</c>.</summary>
    /// <param name="pattern">Its address, which begins with <c>/api/</c>.</param>
    /// <param name="permission">The permission it needs.</param>
    /// <param name="answer">Gives what is sent as JSON; null is answered 404.</param>
    void Query<TModel>(string pattern, string permission, Func<IVisit, Task<TModel?>> answer)
        where TModel : class;
}

/// <summary>A form's two doors and what is behind them.</summary>
public sealed record FormRoute<TForm>
{
    /// <summary>The page's address: GET shows the form, POST sends it.</summary>
    public required string Page { get; init; }

    /// <summary>The API's address, beginning with <c>/api/</c>; null for a form that people alone use.</summary>
    public string? Api { get; init; }

    /// <summary>The permission both doors need.</summary>
    public required string Permission { get; init; }

    /// <summary>The values a form begins with; null is answered 404. Left out for an empty form.</summary>
    public Func<IVisit, Task<Input?>>? Start { get; init; }

    /// <summary>Reads the form out of what was typed, noting what is wrong. No I/O.</summary>
    public required Func<Input, TForm> Read { get; init; }

    /// <summary>Does it. Called only when reading found nothing wrong. Gives the record's id.</summary>
    public required Func<TForm, IVisit, Task<Outcome<Guid>>> Handle { get; init; }

    /// <summary>Shows the form with what was typed and what is wrong with it.</summary>
    public required Func<Input, IVisit, Task<IResult?>> Show { get; init; }

    /// <summary>Where the person is led afterwards.</summary>
    public required Func<IVisit, Guid, string> Then { get; init; }

    /// <summary>What is said on that page.</summary>
    public Func<string>? Said { get; init; }

    /// <summary>The most bytes it takes; larger is refused before it is read.</summary>
    public long MaxBytes { get; init; } = 1 << 20;
}
