using CoProd.Contracts.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CoProd.Ui;

/// <summary>Shows a page.</summary>
public static class Show
{
    /// <summary>A page with its parameters by name, for example <c>visit.Page&lt;AwardListPage&gt;(("Awards", awards))</c>.</summary>
    public static IResult Page<TPage>(this IVisit visit, params IEnumerable<(string Name, object? Value)> parameters)
        where TPage : IComponent => Page<TPage>(parameters);

    /// <summary>The same, where there is no visit.</summary>
    public static IResult Page<TPage>(params IEnumerable<(string Name, object? Value)> parameters)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.ToDictionary(p => p.Name, p => p.Value))
        {
            // Our pages wait for nothing: they are sent whole, so an error becomes an error page and not half a page.
            PreventStreamingRendering = true,
        };
}
