// Python's complex.
#pragma once

#include "support/runtime.h"

#include <complex>

namespace relata::python {

class Complex final : public Object {
  public:
    Complex(Type& type, std::complex<double> value) : Object(type), m_value(value) {}
    const std::complex<double>& value() const { return m_value; }

  private:
    std::complex<double> m_value;
};

Value make_complex(Runtime& runtime, std::complex<double> value);
Value complex_power(Runtime& runtime, std::complex<double> a, std::complex<double> b);

} // namespace relata::python
